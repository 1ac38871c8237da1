"""Small tools behind the Makefile."""
