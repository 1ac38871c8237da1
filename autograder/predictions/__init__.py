"""What each known mistake would return, worked out with Keras's own layers."""
