"""Consent to cooperation (art. 8(3)): given, refused, withdrawn; never consent to data processing."""
