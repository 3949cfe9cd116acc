"""The core of Leadline and the host that serves its two faces."""
