from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import (  # noqa: F401 - fixtures, found by their names
    accessible,
    chromium,
    lab,
    open_notebook,
    open_page,
    screenshot,
)


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:  # noqa: F811
    return open_page(width=960)
