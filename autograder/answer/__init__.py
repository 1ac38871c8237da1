"""The student's side of a check: call an answer, see which names it uses, talk to a grader.

`checking` calls it, in the student's kernel; it imports `vocabulary`, and knows nothing expected.
"""
