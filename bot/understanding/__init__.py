"""From a message to what is to be done: message → reading → decision → handler.

A reading (`reading.py`) is data: the wishes of a message in their order, each with its verb, what was said
about it, its mood, and where it stands in the text. Whom a wish is about is found in `subjects.py`; the one
rule that says whether a wish is carried out, asked about, or told not to be understood is `decision.py`.
"""
