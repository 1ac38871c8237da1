"""The words that every other room uses: exercises, calls, outcomes, findings, as plain data.

Everybody imports it; it imports NumPy and the standard library only.
"""
