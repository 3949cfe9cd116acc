"""The pure rules of Leadline: records, verbs, events and errors. Standard library only."""
