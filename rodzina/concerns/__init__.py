"""“Something worries me”: what must reach the supervisor and the deputy, and be read."""
