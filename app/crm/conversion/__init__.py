"""Conversion: what a lead becomes when it is qualified."""
