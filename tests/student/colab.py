"""A stand-in for Google Colab: a runtime of its own for each notebook, and what cells ask Colab.

A notebook of Colab is not beside the files that its cells use: the kernel runs in a folder that is
empty at first, and what is chosen in the browser is put there.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

WIDGETS = "https://widgets.invalid/manager.js"

FILES = """
import os
from pathlib import Path


def upload():
    uploaded = {}
    for path in map(Path, filter(None, os.environ["CHOSEN"].split(os.pathsep))):
        place, number = Path(path.name), 0
        while place.exists():
            number += 1
            place = Path(f"{path.stem} ({number}){path.suffix}")
        uploaded[path.name] = path.read_bytes()
        place.write_bytes(uploaded[path.name])
        print("Saving", path.name, "to", place)
    return uploaded
"""
OUTPUT = f"""
class _widgets:
    _installed_url = None


def enable_custom_widget_manager():
    _widgets._installed_url = {WIDGETS!r}
"""


def write_stand_in(folder: Path) -> Path:
    """Write what can be imported as `google.colab`, beside others of Google's packages."""
    package = folder / "google" / "colab"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from google.colab import files, output\n")
    (package / "files.py").write_text(FILES)
    (package / "output.py").write_text(OUTPUT)
    return folder


class _Person(NotebookClient):
    """Lets cells ask for input, as front ends of people do."""

    async def async_start_new_kernel_client(self) -> Any:
        client = await super().async_start_new_kernel_client()
        client.allow_stdin = True
        return client


def run_in_colab(
    python: Path, notebook: Path, runtime: Path, chosen: Sequence[Path] = ()
) -> nbformat.NotebookNode:
    """Run all cells of a notebook in a runtime where the lab is not installed.

    `chosen` are the files that the browser sends when a cell asks for some.
    """
    uninstall = [str(python), "-m", "pip", "uninstall", "--quiet", "--yes", "cnn-lab-student"]
    subprocess.run(uninstall, check=True, capture_output=True)
    runtime.mkdir(parents=True, exist_ok=True)
    stand_in = runtime.parent / f"{runtime.name}_stand_in"
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = KernelSpec(argv=command, display_name="Colab's", language="python")
    cells = nbformat.read(notebook, as_version=4)
    client = _Person(
        cells,
        kernel_manager_class=type("Manager", (AsyncKernelManager,), {"kernel_spec": spec}),
        timeout=900,
        allow_errors=True,
        skip_cells_with_tag="no such tag",
        extra_arguments=["--Application.log_level=ERROR"],
        resources={"metadata": {"path": str(runtime)}},
    )
    environment = {
        "PYTHONPATH": str(write_stand_in(stand_in)),
        "CHOSEN": os.pathsep.join(map(str, chosen)),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    try:
        client.execute(cwd=str(runtime), env=os.environ | environment)
    finally:
        shutil.rmtree(stand_in)
    return cells
