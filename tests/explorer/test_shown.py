"""What a cell's output holds: a widget for people, a picture for everybody else."""

import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel

from autograder import explore, explore_digit
from autograder.explorer.scene import KERNEL, MAP, scene_for
from autograder.explorer.still import still
from autograder.grading.pages.safe_html import safe_html

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def kernel() -> Iterator[Any]:
    manager, client = start_new_kernel()
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(client: Any, code: str, is_person: bool) -> list[dict[str, Any]]:
    """Run a cell as JupyterLab does, which lets it ask for input, or as nbconvert does."""
    messages: list[dict[str, Any]] = []
    client.execute_interactive(
        code, allow_stdin=is_person, output_hook=messages.append, stdin_hook=print, timeout=120
    )
    return [m for m in messages if m["msg_type"] not in {"status", "execute_input"}]


def result(messages: list[dict[str, Any]]) -> dict[str, Any]:
    assert {m["msg_type"] for m in messages} <= {"execute_result", "comm_open"}, messages
    (data,) = [m["content"]["data"] for m in messages if m["msg_type"] == "execute_result"]
    return dict(data)


SHOW = "from autograder import explore; explore(padding='same')"


def test_a_person_gets_a_widget_and_a_picture_to_keep(kernel: Any) -> None:
    data = result(run(kernel, SHOW, is_person=True))
    assert data.keys() == {"text/plain", "text/html", VIEW}


IN_COLAB = """
import sys
from types import ModuleType, SimpleNamespace

output = ModuleType("google.colab.output")
output.enable_custom_widget_manager = lambda: None
{widgets}
sys.modules["google.colab.output"] = output
"""
URL = "https://widgets.invalid/manager.js"


def test_in_colab_the_widget_comes_with_what_colab_shows_it_by(kernel: Any) -> None:
    widgets = f"output._widgets = SimpleNamespace(_installed_url={URL!r})"
    run(kernel, IN_COLAB.format(widgets=widgets), is_person=True)
    messages = run(kernel, SHOW, is_person=True)
    run(kernel, "del sys.modules['google.colab.output']", is_person=True)
    assert VIEW in result(messages)
    (told,) = [m["content"]["metadata"] for m in messages if m["msg_type"] == "execute_result"]
    assert told == {VIEW: {"colab": {"custom_widget_manager": {"url": URL}}}}


def test_where_a_widget_fails_the_picture_stays_and_it_is_said_why(kernel: Any) -> None:
    """Here since Colab has no such part; anywidget asks for one that is private."""
    run(kernel, IN_COLAB.format(widgets=""), is_person=True)
    data = result(run(kernel, SHOW, is_person=True))
    run(kernel, "del sys.modules['google.colab.output']", is_person=True)
    assert data.keys() == {"text/plain", "text/html"}
    assert "<svg" in data["text/html"]
    assert "what moves it failed (AttributeError: " in unescape(data["text/html"])


def test_a_converted_notebook_gets_a_picture(kernel: Any) -> None:
    data = result(run(kernel, SHOW, is_person=False))
    assert data.keys() == {"text/plain", "text/html"}
    assert "<svg" in data["text/html"]
    assert "output, 5×5" in data["text/html"]


def test_a_grading_run_gets_a_picture_without_keras_and_without_anywidget() -> None:
    code = f"""
import sys
from autograder.explorer import explore, explore_digit
import numpy as np
for shown in (explore(), explore(abs, like="conv2d", padding="same"), explore_digit()):
    bundle, _ = shown._repr_mimebundle_()
    assert "<svg" in bundle["text/html"] and {VIEW!r} not in bundle
assert "keras" not in sys.modules and "anywidget" not in sys.modules
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={"AUTOGRADER_ORACLE_FD": "3", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_importing_autograder_imports_neither_keras_nor_anywidget() -> None:
    code = (
        "import autograder, sys; print(sys.modules.keys() & {'anywidget', 'ipywidgets', 'keras'})"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


@pytest.mark.parametrize(
    "scene",
    [
        scene_for(None, padding="same"),
        scene_for(None, "max_pool2d", padding="valid"),
        scene_for(None, padding="valid", digit=4),
        scene_for(None, padding="valid", x=np.ones((2, 2)), kernel=np.ones((3, 3))),
    ],
)
def test_the_picture_outlives_the_sanitiser_of_feedback_pages(scene: Any) -> None:
    drawn = still(scene, asks_keras=True)
    kept = safe_html(drawn)
    assert re.sub(r"<[^>]+>", "", kept) == re.sub(r"<[^>]+>", "", drawn)
    assert kept.count("<path") == drawn.count("<path") > 0


def test_it_begins_with_the_pictures_of_the_notebook() -> None:
    scene = scene_for(None, padding="valid")
    np.testing.assert_array_equal(scene.pixels(), MAP)
    np.testing.assert_array_equal(scene.weights(), KERNEL)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (lambda: explore(3), "explore takes a function, and was given int."),
        (lambda: explore(len), "It takes 'len' for conv2d"),
        (lambda: explore(x="a cat"), "x is to be a map (rows, columns) of numbers, at most 28×28."),
        (
            lambda: explore(kernel=np.ones((6, 6))),
            "kernel is to be a map (rows, columns) of numbers",
        ),
        (lambda: explore(strides=0), "strides is to be an integer from 1 to 4, or a pair of them."),
        (lambda: explore(padding="full"), 'padding is to be "valid" or "same".'),
        (lambda: explore(like="max_pool2d", pool_size="x"), "pool_size is to be an integer from 1"),
        (lambda: explore_digit(digit=10), "digit is to be an integer from 0 to 9."),
        (lambda: explore_digit(digit=[3]), "digit is to be an integer from 0 to 9."),
    ],
)
def test_what_cannot_be_shown_is_said_and_nothing_raises(shown: Any, words: str) -> None:
    explorer = shown()
    assert words in repr(explorer)
    bundle, _ = explorer._repr_mimebundle_()
    assert escape(words) in bundle["text/html"]


def test_pooling_strides_by_its_window() -> None:
    scene = scene_for(None, "average_pool2d", padding="valid", pool_size=(3, 2))
    assert (scene.window, scene.strides) == ((3, 2), (3, 2))
