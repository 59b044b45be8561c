"""The people we work with, the life of their case, and the one door to their file."""
