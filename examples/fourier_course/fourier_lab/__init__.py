"""The discrete Fourier transform: a lab that the autograder finds by an entry point."""

from autograder.vocabulary.assignment import Assignment, Lab
from fourier_lab import exercises

__all__ = ["LAB"]

LAB = Lab(
    assignments=(Assignment("fourier", "The discrete Fourier transform", ("1_transform",)),),
    exercises=(exercises,),
)
