"""Import this to have found the installed labs, which takes the first check of a process longest.

The process that kernels are forked from does, so that no kernel has to.
"""

from autograder.labs import lab_packages

__all__: list[str] = []

lab_packages()
