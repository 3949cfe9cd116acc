"""From a message to what is to be done: message → reading → decision → handler.

A reading (`reading.py`) is data: the wishes of a message in their order, each with its verb, what was said
about it, its mood, and where it stands in the text. The rules that say what a question may do and what counts
as told as done are in `decision.py`; whom a wish is about is found where its command takes its arguments
(`bot/commands/arguments/records.py`), by the same rules for all.
"""
