"""Court orders: the other basis for work with a family (KRO art. 109)."""
