"""Read the time at which something was handed in as people write it, not as nbgrader does.

nbgrader takes the third word for a time zone, and drops one that it doesn't know: 6:00 PM becomes
6:00, and 20:00 CEST becomes 20:00 UTC.
"""

from datetime import UTC, datetime
from string import ascii_uppercase
from typing import Any

from dateutil import parser
from dateutil.tz import gettz, tzoffset

__all__ = ["UnknownZoneError", "duration", "in_utc"]

ZONES = (
    "BST+1 WEST+1 CET+1 MEZ+1 CEST+2 MESZ+2 EET+2 EEST+3 MSK+3 WAT+1 CAT+2 SAST+2 EAT+3 GST+4 "
    "PKT+5 WIB+7 SGT+8 HKT+8 AWST+8 JST+9 KST+9 AEST+10 AEDT+11 NZST+12 NZDT+13 BRT-3 ART-3 "
    "ADT-3 AST-4 EDT-4 EST-5 CDT-5 CST-6 MDT-6 MST-7 PDT-7 PST-8 AKDT-8 AKST-9 HST-10"
)
HOURS = {zone.rstrip("+-0123456789"): int(zone.lstrip(ascii_uppercase)) for zone in ZONES.split()}
"""Of the abbreviations that mails and learning platforms write."""


class UnknownZoneError(ValueError):
    """A time zone that nobody can tell."""


def in_utc(text: str) -> str:
    """Return a time as nbgrader can't misread it.

    Raises
    ------
    ValueError
        If it is no time, or in a zone that is not known.

    Examples
    --------
    >>> in_utc("04/01/2025 6:00 PM"), in_utc("2025-04-01 20:00:00 CEST")
    ('2025-04-01 18:00:00 UTC', '2025-04-01 18:00:00 UTC')
    >>> in_utc("2025-04-01 18:00:00 Europe/Berlin"), in_utc("2025-04-01 18:00:00 +0200")
    ('2025-04-01 16:00:00 UTC', '2025-04-01 16:00:00 UTC')
    """
    *first, last = text.split(" ")
    region = gettz(last) if "/" in last and first and ":" in text else None
    time = parser.parse(" ".join(first) if region else text, tzinfos=_zone)
    if region is not None:
        time = time.replace(tzinfo=region)
    return _written(time)


def _written(time: datetime) -> str:
    if time.tzinfo is not None:
        time = time.astimezone(UTC).replace(tzinfo=None)
    return f"{time:%Y-%m-%d %H:%M:%S}.{time.microsecond:06} UTC".replace(".000000", "")


def _zone(name: str | None, offset: int | None) -> Any:
    if name is None or offset is not None:
        return offset
    if name in ("UTC", "Z", "GMT"):
        return UTC
    if name not in HOURS:
        raise UnknownZoneError(f"is in a time zone that is not known here, {name}")
    return tzoffset(name, 3600 * HOURS[name])


def duration(seconds: float) -> str:
    """Say how long it takes, by the two largest units.

    Examples
    --------
    >>> duration(108000), duration(3600), duration(150), duration(20)
    ('1 day 6 hours', '1 hour', '2 minutes', 'less than a minute')
    """
    minutes = int(seconds // 60)
    counts = {"day": minutes // 1440, "hour": minutes // 60 % 24, "minute": minutes % 60}
    words = [f"{n} {unit}{'' if n == 1 else 's'}" for unit, n in counts.items() if n]
    return " ".join(words[:2]) or "less than a minute"
