"""A browser, a server, and pages that fail their test when anything is wrong on them.

The browser is Debian's Chromium (`apt-get install chromium`). Without one these tests are
skipped, unless AUTOGRADER_REQUIRE_BROWSER is set, as in CI.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.browser.notebook import Notebook
from tests.browser.server import Server, serving

SCREENSHOTS = Path("build/screenshots")
OPTIONS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
MILLISECONDS = 120_000
"""How long a page may take to show what a test waits for: a kernel's first check imports Keras."""

expect.set_options(timeout=MILLISECONDS)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a module.

    Not for the whole session: as long as Playwright runs, asyncio believes that the main thread
    is inside a loop, and the tests that run notebooks could not start one.
    """
    program = shutil.which("chromium")
    if program is None:
        reason = "there is no chromium here: apt-get install chromium"
        assert not os.environ.get("AUTOGRADER_REQUIRE_BROWSER"), reason
        pytest.skip(reason)
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*OPTIONS, *(["--no-sandbox"] if as_root else [])]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A JupyterLab for all tests, on an empty folder: each test makes its own folder in it."""
    home = tmp_path_factory.mktemp("home")
    with serving(tmp_path_factory.mktemp("lab"), home) as server:
        yield server


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """``open_page(theme="dark")``: a new page, watched.

    The test fails if anything goes wrong in a page: an error in the console, an exception, a
    request that leaves this machine.
    """
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(theme: str = "light", width: int = 1280, height: int = 900) -> Page:
        context = chromium.new_context(
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
        )
        context.set_default_timeout(MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        watch(page, wrong)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def open_notebook(lab: Server, open_page: Callable[..., Page]) -> Iterator[Callable[..., Notebook]]:
    """``open_notebook(path, theme="dark")``: a notebook in a folder of `lab`, in a page of its own.

    Its kernel ends with the test.
    """
    yield lambda path, **options: Notebook(open_page(**options), lab, path)
    lab.end_kernels()


LOCAL = re.compile(r"^(https?|wss?)://127\.0\.0\.1[:/]|^(data|blob|file|about):")


def watch(page: Page, wrong: list[str]) -> None:
    """Write down all that goes wrong in a page."""
    page.on(
        "console",
        lambda message: (
            wrong.append(f"console: {message.text} {message.location}")
            if message.type == "error"
            else None
        ),
    )
    page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
    page.on(
        "request",
        lambda request: (
            None if LOCAL.match(request.url) else wrong.append(f"leaves: {request.url}")
        ),
    )


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """``screenshot(page, "card-dark")``: keep what is seen in build/screenshots, for people."""

    def screenshot(page: Page | Locator, name: str, **options: object) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", **options)

    return screenshot


@pytest.fixture
def accessible() -> Callable[..., None]:
    """``accessible(page, ".card")``: axe-core finds no violation in the page, or in a part."""

    def accessible(page: Page, part: str | None = None) -> None:
        found = Axe().run(page, context=part)
        assert found.violations_count == 0, found.generate_report()

    return accessible
