"""Judge what came of an answer's calls: compare, diagnose, draw hidden calls.

`checking` and the oracle call it; it imports `vocabulary` and `truth`, and returns findings.
"""
