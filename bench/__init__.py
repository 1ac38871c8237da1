"""How fast the reference is, against Keras; how fast a class is graded, against other ways."""
