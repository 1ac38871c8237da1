"""Check all exercises in a Python without what Windows does not have; print the points.

What is taken away is taken after the libraries, which know which system they are on, and before
the lab's own modules.
"""

import json
import os
import signal
import socket
import sys
import warnings
from pathlib import Path

import IPython  # noqa: F401
import keras
import matplotlib.pyplot  # noqa: F401
import numpy as np
import tensorflow  # noqa: F401

for module, names in {
    os: "fork forkpty getuid geteuid getpgid killpg setsid waitpid wait4 register_at_fork "
    "posix_spawn mkfifo sched_getaffinity pread uname",
    signal: "SIGALRM SIGKILL SIGUSR1 SIGCHLD setitimer alarm pthread_kill pthread_sigmask",
    socket: "AF_UNIX socketpair send_fds recv_fds",
}.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
for name in ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"):
    sys.modules[name] = None
warnings.filterwarnings("error", category=EncodingWarning, module="autograder|mnist_data")

from autograder import EXERCISES, check, load_mnist  # noqa: E402
from cnn_reference import TRAINED_WEIGHTS  # noqa: E402

load_mnist()
answers = {}
for folder in sorted(Path("source").glob("lab6*")):
    names = {"np": np, "keras": keras, "layers": keras.layers}
    for path in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            is_answer = cell["id"] in EXERCISES and EXERCISES[cell["id"]].is_function
            if is_answer or cell["id"] == "layers":
                exec("".join(cell["source"]), names)  # noqa: S102 - the lab's own solutions
            if is_answer:
                answers[cell["id"]] = names[cell["id"]]
answers["trained_network"] = str(TRAINED_WEIGHTS)
answers["trained_by_hand"] = "demo/trained_by_hand.npz"

for name in EXERCISES:
    verdict = check(name, answers[name])
    print(name, verdict.passed or str(verdict), flush=True)
    assert verdict._repr_mimebundle_()


def endless(x):
    while True:
        np.maximum(x, 0)


print("endless", not check("relu", endless).passed)
