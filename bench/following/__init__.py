"""Following: open boards that hear of every change, while colleagues go on writing."""
