"""`autograder report`: which mistakes a class makes, from what the grading has left.

`read` takes it from the gradebook and from ``autograded/``, `shape` and `equal` make numbers of
it, `draw`, `page` and `sheets` show them. Nothing is run again.
"""
