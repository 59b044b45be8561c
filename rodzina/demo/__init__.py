"""The invented centre: its people, families and eighteen months of work."""
