"""The marks of the product: `color.png` and `outline.png`, drawn by `draw.py`."""
