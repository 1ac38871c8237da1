"""Write how often the corpus returns each wrong result: ``python -m tests.meta.marks``.

`autograder report --equal-mistakes` counts for less what others, elsewhere, return, too. It is
to be run again when a call of a case that students know has changed; a test says when.
"""

import json
from collections import Counter

from autograder.checking import check_answer
from autograder.exercises import EXERCISES
from autograder.grading.execution.case_record import case_records
from autograder.grading.report.equal import CORPUS
from tests.meta.judge import SLOW, answers_to

__all__ = ["COUNTED", "marks_of"]

COUNTED = tuple(
    name
    for name, exercise in EXERCISES.items()
    if exercise.expected is not None and name not in SLOW
)
READS_FOREIGN_MEMORY = "eight_bytes_a_number"
"""An answer whose numbers differ each time: nobody else returns them."""


def marks_of(name: str) -> Counter[str]:
    """Count the wrong results of the corpus in one exercise, by ``exercise/case/mark``."""
    exercise = EXERCISES[name]
    counts: Counter[str] = Counter()
    answers = answers_to("wrong", name)
    answers.pop(READS_FOREIGN_MEMORY, None)
    for answer in answers.values():
        for case in case_records(check_answer(exercise, answer, with_diagnosis=False)):
            if case.wrong:
                counts[f"{name}/{case.name}/{case.wrong}"] += 1
    return counts


if __name__ == "__main__":
    total: Counter[str] = Counter()
    for exercise_name in COUNTED:
        total += marks_of(exercise_name)
    CORPUS.write_text(json.dumps(total, indent=0, sort_keys=True, ensure_ascii=False) + "\n")
    print(f"{CORPUS}: {len(total)} results of {sum(total.values())}")
