"""Word what a check found, and draw it: for terminals, notebooks and feedback pages."""
