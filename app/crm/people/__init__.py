"""People around records: participants, followers and members."""
