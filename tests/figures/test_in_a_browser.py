"""What only a browser can tell: a picture in ``<img>`` moves or rests, and is dark or light."""

import base64
import io
import os
import re
import shutil
import time

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from figures import palette
from figures.gallery import SOURCE

pytestmark = pytest.mark.browser

ANIMATIONS = ["convolution.svg", "padding_same.svg", "strides.svg"]
DEADLINE = 30  # seconds; each step of an animation lasts less than two


@pytest.fixture(scope="module")
def playwright():
    if shutil.which("chromium") is None:
        reason = "there is no chromium here: apt-get install chromium"
        assert not os.environ.get("AUTOGRADER_REQUIRE_BROWSER"), reason
        pytest.skip(reason)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def open_browser(playwright):
    """``open_browser(*options)``: a browser that is closed after the tests of this module."""
    browsers = {}

    def open_browser(*options):
        if options not in browsers:
            # Chromium's own sandbox does not run as root, as in a container.
            flags = [*options, "--no-sandbox", "--disable-background-networking"]
            path = shutil.which("chromium")
            browsers[options] = playwright.chromium.launch(executable_path=path, args=flags)
        return browsers[options]

    yield open_browser
    for browser in browsers.values():
        browser.close()


def shown(browser, svg, scheme="light"):
    """Open a page with the picture in it; return a function that tells what it looks like now."""
    address = base64.b64encode(svg.encode()).decode()
    page = browser.new_page(viewport={"width": 900, "height": 800}, color_scheme="light")
    page.set_content(
        f'<body style="margin: 0; color-scheme: {scheme}">'
        f'<img src="data:image/svg+xml;base64,{address}">'
    )
    page.wait_for_function("document.images[0].complete && document.images[0].naturalWidth > 0")
    return lambda: np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))


def read(name):
    return (SOURCE / "lab6" / "figures" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ANIMATIONS)
@pytest.mark.slow
def test_an_animation_moves(open_browser, name):
    look = shown(open_browser(), read(name))
    first, begin = look(), time.monotonic()
    while np.array_equal(look(), first):
        assert time.monotonic() - begin < DEADLINE


@pytest.mark.parametrize("name", ANIMATIONS)
@pytest.mark.slow
def test_who_wants_no_motion_sees_the_finished_picture(open_browser, name):
    browser = open_browser("--force-prefers-reduced-motion")
    svg = read(name)
    without_animation = re.sub(r"\.(moment|lasting)-\d+\{animation:[^}]*\}", "", svg)
    assert without_animation != svg
    np.testing.assert_array_equal(shown(browser, svg)(), shown(browser, without_animation)())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_is_dark_on_a_dark_page_whatever_the_system_prefers(open_browser, scheme):
    card = palette.CARD if scheme == "light" else palette.DARK[palette.CARD]
    look = shown(open_browser(), read("max_pooling.svg"), scheme)
    assert "#{:02x}{:02x}{:02x}".format(*look()[12, 400]) == card
