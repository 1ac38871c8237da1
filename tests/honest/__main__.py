"""Grade the corpus and say what is lost: ``python -m tests.honest [--home] [--nbgrader] [NAME …]``.

A name is that of a variant or of a family; without any, it is all of them.
"""

import statistics
import sys

from tests.honest.corpus import CORPUS
from tests.honest.grading import (
    AUTOGRADER_GRADE,
    NBGRADER_AUTOGRADE,
    Result,
    class_of,
    grade,
    is_green_only_at_home,
    offences,
)
from tests.honest.home import at_home


def main() -> int:
    """Print a line for each variant that isn't as it must be."""
    asked = [word for word in sys.argv[1:] if not word.startswith("--")]
    chosen = [v for v in CORPUS if not asked or {v.name, v.family} & {*asked}]
    if "--home" in sys.argv:
        results = {v.name: Result(dict(points), v.written, v.said) for v, points in at_home(chosen)}
        chosen = [v for v in chosen if v.work is not None and not is_green_only_at_home(v)]
    else:
        command = NBGRADER_AUTOGRADE if "--nbgrader" in sys.argv else AUTOGRADER_GRADE
        with class_of(chosen) as course:
            results = grade(course, command)
    wrong = 0
    for variant in chosen:
        found = offences(variant, results.get(variant.name, Result()))
        wrong += bool(found)
        if found:
            print(f"{variant.family:9} {variant.name}: {'; '.join(found)}")
    seconds = {name: result.seconds for name, result in results.items() if result.seconds}
    if seconds:
        median = statistics.median(seconds.values())
        slowest = max(seconds, key=lambda name: seconds[name])
        print(f"median {median:.1f} s, most {seconds[slowest]:.1f} s ({slowest})")
    print(f"{len(chosen) - wrong} of {len(chosen)} as they must be")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
