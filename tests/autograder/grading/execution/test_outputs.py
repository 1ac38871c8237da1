"""What a kernel displays is kept within bounds, and of what it doesn't display nothing is kept."""

import zmq
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from autograder.grading.execution.execute import TrustedExecute
from autograder.grading.execution.outputs import (
    LONGEST_MESSAGE,
    MOST_BYTES,
    MOST_WAITING,
    BoundedClient,
    OutputBudget,
)

WIDGETS = """
from comm import create_comm
for number in range(50):
    comm = create_comm(target_name="jupyter.widget", data={"state": {"text": 100_000 * "w"}})
    comm.send({"method": "update", "state": {"text": 100_000 * "v"}})
print("made")
"""


def run(tmp_path, *cells):
    execute = TrustedExecute(config=Config({"TrustedExecute": {"warm": False}}))
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    execute.preprocess(notebook, {"metadata": {"path": str(tmp_path)}})
    return execute, notebook


def test_the_state_of_widgets_is_not_kept_and_nobody_is_asked_for_input(tmp_path):
    execute, notebook = run(tmp_path, WIDGETS, "input('Who?')", "print('after')")
    assert notebook.cells[0].outputs[0].text == "made\n"
    assert execute.widget_state == {}
    assert execute.comm_objects == {}
    assert "widgets" not in notebook.metadata
    assert notebook.cells[1].outputs[-1].ename == "StdinNotImplementedError"
    assert notebook.cells[2].outputs[0].text == "after\n"


def test_a_channel_takes_in_few_messages_and_short_ones():
    client = BoundedClient()
    try:
        assert client.context.getsockopt(zmq.RCVHWM) == MOST_WAITING
        assert client.context.getsockopt(zmq.MAXMSGSIZE) == LONGEST_MESSAGE
        client.start_channels(shell=False, iopub=False, hb=False, control=False)
        assert not client.stdin_channel.is_alive()
        assert not client.hb_channel.is_alive()
        assert not client.allow_stdin
    finally:
        client.stop_channels()


def test_a_budget_counts_what_is_inside():
    budget = OutputBudget()
    assert budget.takes({"data": {"text/plain": "a"}, "metadata": {}})
    assert not budget.takes({"data": {"application/json": [{"deep": MOST_BYTES * "a"}]}})
    assert not budget.takes({"text": "a"})
