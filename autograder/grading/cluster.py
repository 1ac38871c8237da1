"""What ``dask worker --preload autograder.grading.cluster`` loads: let a worker offer to grade."""

from autograder.grading.batch.executors.dask_executor import dask_setup

__all__ = ["dask_setup"]
