"""The Teams app package: its template, its icons, and the build that lets no invalid package out."""
