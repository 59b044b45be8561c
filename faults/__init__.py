"""Proves that no entry is lost: real phones and a real centre, with everything going wrong."""
