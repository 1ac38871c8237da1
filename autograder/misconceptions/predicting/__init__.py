"""What the predictions of misconceptions are made of: Keras's own answers, bent.

The modules of misconceptions import it; it imports `truth` and `vocabulary`.
"""
