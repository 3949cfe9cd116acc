"""Seeding: made-up records in any number, for trials and for benchmarks."""
