"""What it takes to read a message: texts that somebody may send, odd ones included, and processor times."""
