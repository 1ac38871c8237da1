"""Run one notebook in its sandbox, and have the oracle judge its checks.

`nbgrader_hooks` and the workers of `batch` call it; it imports `intake.placeholder`, `sandbox` and
the judge.
"""
