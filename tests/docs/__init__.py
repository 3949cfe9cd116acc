"""What the documents say is true: commands are run, sentences understood, links and pictures there."""
