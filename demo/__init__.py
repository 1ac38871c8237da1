"""A class of made-up students, graded by nbgrader: ``python -m demo``."""
