"""What an administrator installs: read as text where no Docker and no systemd run, and run where they need
none."""
