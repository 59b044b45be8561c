"""Support families: whom they help."""
