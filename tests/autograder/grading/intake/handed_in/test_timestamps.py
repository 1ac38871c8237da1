"""Times as people and platforms write them."""

import pytest
from nbgrader.utils import parse_utc

from autograder.grading.intake.handed_in.timestamps import UnknownZoneError, in_utc


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-01 18:00:00",
        "2025-04-01 18:00:00 UTC",
        "2025-04-01T20:00:00+02:00",
        "2025-04-01 20:00:00 +0200",
        "2025-04-01 20:00:00 CEST",
        "2025-04-01 20:00:00 Europe/Berlin",
        "04/01/2025 6:00 PM",
        "1 April 2025, 6:00 pm",
        "Apr 1, 2025 11:00:00 AM PDT",
        "Tue, 01 Apr 2025 18:00:00 GMT",
    ],
)
def test_nbgrader_reads_what_is_meant(text):
    assert str(parse_utc(in_utc(text))) == "2025-04-01 18:00:00"


def test_a_zone_that_nobody_knows_is_named():
    with pytest.raises(UnknownZoneError, match="not known here, XYZT"):
        in_utc("2025-04-01 20:00:00 XYZT")


@pytest.mark.parametrize("text", ["", "soon", "2025-13-41"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - dateutil's own
        in_utc(text)
