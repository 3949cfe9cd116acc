"""Benchmarks: a bot turn of ours beside the stock SDK and its successor. `python -m bench --help`."""
