"""Refuse a Python that the lab's packages have no releases for. Runs on any Python 3."""

import sys

OLDEST, NEWEST = (3, 11), (3, 13)

if not OLDEST <= sys.version_info[:2] <= NEWEST:
    sys.exit(
        "The lab needs Python {}.{} to {}.{}, and this is {}.{}. "
        "Name another one: make PYTHON=python3.12 ...".format(
            *OLDEST, *NEWEST, *sys.version_info[:2]
        )
    )
