"""Privacy: what is kept on a person, shown and erased; and leads that were kept long enough."""
