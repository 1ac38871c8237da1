"""What people read after the grading: feedback, and formgrader's page for grading by hand.

`nbgrader_hooks` has nbgrader call it; it imports nothing else of the grading.
"""
