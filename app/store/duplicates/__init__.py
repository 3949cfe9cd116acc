"""Duplicates: statements that find who may be the same as somebody new."""
