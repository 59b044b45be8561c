"""A trace of every change and every opening, and the operations received."""
