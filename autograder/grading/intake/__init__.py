"""Make a submission gradable, whatever was handed in: find, read, repair, or stand in for it.

`nbgrader_hooks` calls it before nbgrader meets a submission; it imports `sandbox`, and of the
exercises how a weights file is found.
"""
