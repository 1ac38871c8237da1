# %% max_pool2d
from autograder.answer.remote_check import channel_to_grader
import time

def check(name, answer):
    grader = channel_to_grader()
    grader.send({"check": "relu", "type": "function", "callable": True}, time.monotonic() + 5)
    while True:
        question = grader.receive(time.monotonic() + 5)
        x = question["arguments"][0]
        grader.send({"number": question["number"], "value": abs(x)}, time.monotonic() + 5)
