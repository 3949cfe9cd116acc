"""Reads what people type, in English and German, by fixed rules; no text leaves the host."""
