"""Kernels forked from a process that has made their imports, in the same sandbox as others.

`execution` calls it; it imports the rest of `sandbox`.
"""
