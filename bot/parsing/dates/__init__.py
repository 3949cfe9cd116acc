"""Delays, postponements and times of decision, as people write them in sentences."""
