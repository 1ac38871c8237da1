"""Run one notebook in its sandbox, and have the oracle judge its checks.

nbgrader and the workers of `batch` call it; it imports `sandbox` and the judge.
"""
