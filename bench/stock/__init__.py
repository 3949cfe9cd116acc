"""Echo bots as the vendors' samples write them; not type-checked, one has an environment of its own."""
