"""The command ``autograder collect``: an LMS's download becomes ``submitted/``.

The instructor calls it; it imports `products` and the rosters.
"""
