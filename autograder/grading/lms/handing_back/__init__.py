"""The commands ``autograder export`` and ``autograder return``: grades and feedback, to the LMS.

The instructor calls them; they import the scores, the rosters and the ledger.
"""
