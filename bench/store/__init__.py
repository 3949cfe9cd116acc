"""The store bench: board, search, steps and writers on both databases, beside bare SQL for the same."""
