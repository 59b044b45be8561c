"""Measures Rodzina: pages against a bare one, bytes and statements against their budgets."""
