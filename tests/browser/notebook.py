"""A notebook in JupyterLab, handled as a person does: by what is seen, with mouse and keyboard."""

import re
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Server

__all__ = ["Notebook", "write_notebook"]

HAS_RUN = re.compile(r"\[\d+\]:")


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook of code cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(written, path)
    return path


class Notebook:
    """An open notebook.

    A cell is named by something that is written in it: ``'check("conv2d"'``.
    """

    def __init__(self, page: Page, server: Server, path: Path) -> None:
        """Open the notebook at `path`, in the folder that is served, and wait for its kernel."""
        self.page = page
        place = path.relative_to(server.folder).as_posix()
        page.goto(server.url(f"lab/tree/{place}") + "&reset")  # nothing else is open
        status = page.get_by_title(f"Change kernel for {path.name}")
        expect(status).to_have_text(re.compile("Idle"))

    def cell(self, written: str) -> Locator:
        """Return the only code cell in which this is written."""
        return self.page.locator(".jp-CodeCell:visible").filter(
            has=self.page.locator(".jp-InputArea").filter(has_text=written)
        )

    def write(self, written: str, code: str) -> None:
        """Replace all that is written in a cell."""
        self.cell(written).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(code)

    def run(self, written: str) -> Locator:
        """Run a cell by Control+Enter, wait for its end, return its output."""
        cell = self.cell(written)
        prompt = cell.locator(".jp-InputPrompt")
        cell.locator(".cm-content").click()
        before = prompt.inner_text()
        self.page.keyboard.press("ControlOrMeta+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(HAS_RUN)
        return cell.locator(".jp-OutputArea")
