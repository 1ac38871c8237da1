"""How fast the reference is, against Keras and against a bare matrix product."""
