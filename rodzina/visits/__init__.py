"""Visits and every other contact: planned, under way, recorded, corrected; none is ever lost."""
