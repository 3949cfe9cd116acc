"""Imports: files of leads, checked, taken in by portions, and taken back."""
