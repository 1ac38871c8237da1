"""What is right: Keras's own layers, asked in float64.

Exercises, misconceptions and the judge ask it; it imports Keras when it is first asked.
"""

import os

# Read once, when a GPU is first used: TensorFlow would take all of its memory at once, and four
# open notebooks would not fit on one card.
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")

CPU = "cpu:0"
"""Where answers in Keras are met and judged, and Keras is asked: a GPU rounds factors of float32
products, and its memory is the notebook's."""
