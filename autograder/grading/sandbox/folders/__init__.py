"""Folders of a grader's own, copies of what was handed in, and trees that are deep.

The sandbox and whoever copies submissions call it; it imports `level` and `limits`.
"""
