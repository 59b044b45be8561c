"""Visits and every other contact: planned, under way, recorded, corrected; never edited, never lost."""
