"""Search: the index of words, and finding records by them."""
