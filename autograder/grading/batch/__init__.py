"""The command ``autograder grade``: a class of submissions, on many workers, one gradebook.

The instructor calls it; it imports `nbgrader_hooks`, `intake`, `execution` and `sandbox`.
"""
