"""People, their roles in centres, and signing in."""
