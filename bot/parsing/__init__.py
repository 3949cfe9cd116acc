"""Reads what people type, in all languages at once, by fixed rules; no text leaves the host."""
