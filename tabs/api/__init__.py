"""The JSON API: one table of routes, thin handlers, and a description that is made from the table."""
