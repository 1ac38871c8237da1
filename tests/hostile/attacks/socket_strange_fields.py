# %% max_pool2d
import os
import socket
import time

from autograder.vocabulary.wire import Channel

FIELDS = {"error": {"a": 1}, "error_line": [1] * 1000, "timed_out": "yes", "untried": 1, "refused": [],
          "printed": 10**500, "changed": ({},) * 100_000, "value": {"text/plain": "10.0"}}

def check(name, answer):
    grader = Channel(socket.socket(fileno=int(os.environ["AUTOGRADER_ORACLE_FD"])))
    grader.send({"check": name, "type": ["x"], "callable": True, "forbidden": 7}, time.monotonic() + 5)
    while "number" in (question := grader.receive(time.monotonic() + 5)):
        grader.send({"number": question["number"]} | FIELDS, time.monotonic() + 5)
