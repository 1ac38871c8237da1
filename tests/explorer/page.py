"""The explorer on a page without Jupyter: its own script and style, and a model that answers."""

import json
from typing import Any

from autograder.explorer.backward_scene import BackwardScene
from autograder.explorer.scene import Scene
from autograder.explorer.widget import STATIC, BackwardWidget, ExplorerWidget, _as_object

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The explorer</title>
<style>{style}</style></head>
<body data-jp-theme-light="{is_light}" style="background:{ground};--jp-layout-color0:{ground}">
<main><h1 style="color:gray">A notebook</h1><div id="here"></div></main>
<script type="module">
const blob = new Blob([{script}], {{ type: "text/javascript" }});
const widget = (await import(URL.createObjectURL(blob))).default;
const listeners = [];
const model = {{
  get: () => ({scene}), on: (_, heard) => listeners.push(heard), off: () => {{}},
  send: async (request) => {{
    const reply = await window.asked(request);
    listeners.forEach((heard) => heard(reply));
  }},
}};
widget.render({{ model, el: document.getElementById("here") }});
document.body.dataset.ready = "yes";
</script></body></html>"""


def widget_of(scene: Scene | BackwardScene) -> type[ExplorerWidget]:
    return BackwardWidget if isinstance(scene, BackwardScene) else ExplorerWidget


def page_of(scene: Scene | BackwardScene, theme: str = "light") -> str:
    return PAGE.format(
        style=ExplorerWidget._css,
        script=json.dumps(widget_of(scene)._esm),
        scene=json.dumps(scene.as_data()),
        is_light=json.dumps(theme == "light"),
        ground="#ffffff" if theme == "light" else "#111111",
    )


def open_explorer(page: Any, scene: Scene | BackwardScene, theme: str = "light") -> None:
    answer = widget_of(scene).answered_by
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.expose_function("asked", lambda request: answer(scene.exercise, scene.function, request))
    page.set_content(page_of(scene, theme))
    page.wait_for_selector("body[data-ready]")


def picture_module(page: Any) -> None:
    """Make the pure functions of `picture.js` known to a page, as ``picture``."""
    source = json.dumps((STATIC / "picture.js").read_text(encoding="utf-8"))
    page.evaluate(
        f"""async () => {{
            const blob = new Blob([{source}], {{ type: "text/javascript" }});
            window.picture = await import(URL.createObjectURL(blob));
        }}"""
    )


def gradients_module(page: Any) -> None:
    """Make the pure functions of `gradients.js` and `picture.js` known to a page."""
    modules = "\n".join(map(_as_object, ("picture", "gradients")))
    page.add_script_tag(
        content=f"{modules}\nwindow.picture = picture; window.gradients = gradients;"
    )
