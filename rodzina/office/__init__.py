"""The centre: who we work for, and the dated parameters of its work."""
