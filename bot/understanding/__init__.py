"""Understanding: what a message means before anything is done about it."""
