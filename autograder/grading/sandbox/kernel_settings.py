"""What every kernel is told, and what those that are forked have imported before."""

__all__ = ["KERAS_MODULES", "KERNEL_OPTIONS", "NUMPY_MODULES"]

KERNEL_OPTIONS = (
    "-f",
    "{connection_file}",
    "--HistoryManager.enabled=False",
    "--InteractiveShellApp.ignore_cwd=True",  # files handed in can't take a library's place
    "--IPKernelApp.exec_PYTHONSTARTUP=False",
    # exit() would end the kernel a tenth of a second later, in whatever cell runs then. Whoever
    # wrote it meant to be done; the grader ends its kernels itself.
    "--InteractiveShellApp.exec_lines=get_ipython().unobserve_all('exit_now')",
)
"""Of ipykernel, on its command line."""

NUMPY_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",  # this and the next three are imported as a kernel starts
    "IPython.core.completerlib",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "numpy",
    "numpy.random",
    "matplotlib.pyplot",
    "autograder",
    "autograder.notebooks",
    "autograder.preload",
)
"""What a fork server imports whose kernels answer exercises in NumPy."""

KERAS_MODULES = (*NUMPY_MODULES, "tensorflow", "keras")
