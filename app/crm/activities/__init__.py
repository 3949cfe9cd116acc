"""Activities: what was done, what is to be done, and who waits for it."""
