# %% max_pool2d
import os
import socket
import time

import numpy as np

from autograder.vocabulary.wire import Channel

def check(name, answer):
    grader = Channel(socket.socket(fileno=int(os.environ["AUTOGRADER_ORACLE_FD"])))
    soon = time.monotonic() + 5
    grader.send({"check": name, "type": "function", "callable": True}, soon)
    for number in range(50):
        grader.send({"number": str(number), "value": np.zeros((1, 2, 2, 1))}, soon)
