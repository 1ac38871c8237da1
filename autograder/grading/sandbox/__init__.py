"""Keep what a submission runs apart: what it sees, how much it uses, how its kernel starts.

`execution` calls it; it imports nothing else of the grading.
"""
