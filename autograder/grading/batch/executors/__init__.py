"""What runs a notebook somewhere: processes of this machine, or the workers of a cluster.

`batch` calls it; it imports `execution` and `sandbox`.
"""
