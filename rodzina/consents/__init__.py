"""Consent to cooperation (art. 8(3)), given, refused, withdrawn; never to data processing."""
