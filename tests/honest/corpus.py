"""All honest submissions, by name."""

import tests.honest.cells
import tests.honest.encodings
import tests.honest.habits
import tests.honest.layouts
import tests.honest.saved_by
import tests.honest.versions
import tests.honest.weights
import tests.honest.written  # noqa: F401 - each of them adds its own
from tests.honest.variant import VARIANTS, Variant

__all__ = ["CORPUS"]

CORPUS: tuple[Variant, ...] = tuple(VARIANTS.values())
