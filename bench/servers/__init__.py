"""The measured servers of this project."""
