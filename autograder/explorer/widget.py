"""The explorer as a widget. Only here is anywidget known, and only who shows one imports this."""

import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from autograder.explorer.answering import answer
from autograder.explorer.backward_answering import answer_backward

__all__ = ["BackwardWidget", "ExplorerWidget", "script"]

STATIC = Path(__file__).parent / "static"
COMMON = ("picture", "page", "controls", "asking", "kernel")
MODULES: Mapping[str, tuple[str, ...]] = {
    "view": (*COMMON, "sums"),
    "backward": (*COMMON, "gradients", "payments"),
}
"""What each view imports; a module may use those before it."""
IMPORT = re.compile(r'^import \* as \w+ from "\./\w+\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|function) (\w+))", re.MULTILINE)


@functools.cache
def script(view: str = "view") -> str:
    """Return a view and its modules as the one module that a widget is."""
    return "\n".join([*map(_as_object, MODULES[view]), IMPORT.sub("", _read(f"{view}.js"))])


def _as_object(module: str) -> str:
    source = IMPORT.sub("", _read(f"{module}.js"))
    names = ", ".join(EXPORT.findall(source))
    return f"const {module} = (() => {{\n{EXPORT.sub('', source)}\nreturn {{ {names} }};\n}})();"


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


class ExplorerWidget(anywidget.AnyWidget):
    """Shows a scene, and asks the student's function what the page wants to know."""

    _esm = script()
    _css = _read("explorer.css")
    scene = traitlets.Dict().tag(sync=True)
    answered_by: Callable[..., dict[str, Any]] = staticmethod(answer)

    def __init__(self, scene: Any) -> None:
        super().__init__(scene=scene.as_data())
        self._shown = scene
        self.on_msg(self._asked)

    def _asked(self, _widget: Any, request: Any, _buffers: Any) -> None:
        if self._shown.function is None:
            return
        try:
            reply = self.answered_by(self._shown.exercise, self._shown.function, request)
        except Exception as error:  # a fault of ours is never the student's
            reply = {
                "id": request.get("id") if isinstance(request, dict) else None,
                "right": False,
                "words": f"The explorer itself failed: {type(error).__name__}: {error}",
                "more": ["Your function is not to blame."],
                "received": None,
            }
        self.send(reply)


class BackwardWidget(ExplorerWidget):
    """Shows who pays for a gradient, and asks the student's backward function."""

    _esm = script("backward")
    answered_by = staticmethod(answer_backward)
