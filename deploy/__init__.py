"""What runs Leadline: on a developer's machine, in a container, in Azure."""
