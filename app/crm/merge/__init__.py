"""Merging: two records that mean the same become one, and can be split again."""
