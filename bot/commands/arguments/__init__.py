"""Arguments of commands: what each kind takes from the words of a message."""
