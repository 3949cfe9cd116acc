"""The host: puts the rooms together, and has what only an operator runs. No other room may use it."""
