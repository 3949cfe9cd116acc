"""Duplicates: who is there already that somebody new may be."""
