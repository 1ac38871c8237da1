"""What is right: Keras's own layers, asked in float64.

Exercises, misconceptions and the judge ask it; it imports Keras when it is first asked.
"""
