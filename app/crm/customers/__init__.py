"""Customers: organizations and contacts with all that belongs to them."""
