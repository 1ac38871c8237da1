"""A run that is killed or stopped at any moment, and begun again, ends like one that was not."""

import contextlib
import json
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.course.commands import ENVIRONMENT, run
from tests.course.gradebooks import rows
from tests.course.quick import HANGS, KILLS_ITS_WORKER
from tests.course.released import released_course

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
STUDENTS, KILLS = 30, 20
GRADE = (sys.executable, "-m", "tests.course.quick", "lab6", "--json", "--jobs=2")
OURS = ENVIRONMENT | {"PYTHONPATH": str(REPOSITORY)}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return released_course(tmp_path_factory.mktemp("released") / "course")


@pytest.fixture
def course(released, tmp_path):
    shutil.copytree(released, tmp_path / "course")
    return tmp_path / "course"


def hand_in(course, student, worth="0.5", day=1):
    folder = course / "submitted" / student / "lab6"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(course / "release" / "lab6", folder)
    (folder / "worth").write_text(worth)
    (folder / "timestamp.txt").write_text(f"2025-04-{day:02} 18:00:00 UTC")


def grade(course, *options):
    return run(course, *GRADE, *options, environment=OURS)


def begin(course, *options):
    return subprocess.Popen(
        (*GRADE, *options),
        cwd=course,
        env=OURS,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def events(process):
    for line in process.stdout:
        yield json.loads(line)


def files(course):
    return sorted(path.relative_to(course) for path in course.glob("autograded/**/*"))


def processes_of(course):
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cwd() == str(course):
                found.append(process)
    return found


def workers_of(process):
    with contextlib.suppress(psutil.Error):
        children = psutil.Process(process.pid).children()
        forks = [child for child in children if "forkserver" in " ".join(child.cmdline())]
        return [worker for child in forks for worker in child.children()]
    return []


@pytest.mark.exhaustive
def test_twenty_kills_change_nothing(released, tmp_path):
    chance = random.Random(20)  # noqa: S311 - the same moments each time
    undisturbed, disturbed = tmp_path / "undisturbed", tmp_path / "disturbed"
    shutil.copytree(released, undisturbed)
    for number in range(STUDENTS):
        hand_in(undisturbed, f"s{number:02}", str(number / STUDENTS))
    shutil.copytree(undisturbed, disturbed)
    assert grade(undisturbed).returncode == 0
    graded = set()
    for _ in range(KILLS):
        process = begin(disturbed)
        moment = chance.randrange(14)
        for count, event in enumerate(events(process)):
            if event["event"] == "graded":
                assert event["student"] not in graded, "graded twice"
                graded.add(event["student"])
            if count == moment:
                workers = workers_of(process)
                if workers and chance.random() < 0.3:
                    chance.choice(workers).kill()
                else:
                    process.kill()
        process.communicate()
        # A kill between the two leaves a folder that was not told of, and never the opposite.
        there = {path.parent.name for path in disturbed.glob("autograded/*/lab6")}
        assert graded <= there
        graded = there
    ended = grade(disturbed)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert rows(disturbed) == rows(undisturbed)
    assert files(disturbed) == files(undisturbed)
    assert not (disturbed / ".grading").exists()


def test_a_notebook_that_ends_its_worker_is_the_only_one_that_fails(course):
    for student, worth in (("aa", "1"), ("mm", KILLS_ITS_WORKER), ("zz", "1")):
        hand_in(course, student, worth)
    ended = grade(course)
    assert ended.returncode == 1
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    graded = {event["student"] for event in told if event["event"] == "graded"}
    assert graded == {"aa", "zz"}, ended.stdout + ended.stderr
    (failed,) = {event["why"] for event in told if event["event"] == "failed"}
    assert "the grader's fault" in failed
    assert not (course / "autograded" / "mm").exists()


def test_ctrl_c_keeps_what_is_graded_and_leaves_no_process(course):
    for student, worth in (("aa", "1"), ("bb", HANGS)):
        hand_in(course, student, worth)
    awaited = {("graded", "aa"), ("started", "bb")}
    with begin(course) as process:
        for event in events(process):
            told = event["event"], event.get("student")
            if told in awaited:
                awaited.remove(told)
                if not awaited:
                    hanging = workers_of(process)
                    process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130
    assert hanging
    assert "the same command grades the rest" in said
    assert processes_of(course) == []
    assert [path.parent.name for path in course.glob("autograded/*/lab6")] == ["aa"]
    assert not (course / ".grading").exists()


@pytest.mark.exhaustive
def test_what_cant_be_graded_keeps_no_older_score(course):
    hand_in(course, "aa", "1")
    assert grade(course).returncode == 0
    assert any(score for score, *_ in rows(course).values())
    hand_in(course, "aa", KILLS_ITS_WORKER, day=2)
    assert grade(course).returncode == 1
    assert not any(score for score, *_ in rows(course).values())
    assert not (course / "autograded" / "aa" / "lab6").exists()


@pytest.mark.exhaustive
def test_a_locked_gradebook_stops_the_run_and_the_same_command_goes_on(course):
    for student in ("aa", "bb"):
        hand_in(course, student)
    other = sqlite3.connect(course / "gradebook.db")
    other.execute("BEGIN EXCLUSIVE")
    ended = grade(course)
    other.close()
    assert ended.returncode == 1
    assert "locked" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not list(course.glob("autograded/*/lab6"))
    assert grade(course).returncode == 0
    assert len(list(course.glob("autograded/*/lab6"))) == 2


@pytest.mark.exhaustive
def test_two_runs_of_one_assignment_dont_mix(course):
    hand_in(course, "aa", HANGS)
    with begin(course) as first:
        next(event for event in events(first) if event["event"] == "started")
        second = grade(course)
        first.send_signal(signal.SIGTERM)
        first.communicate()
    assert second.returncode == 1
    assert "graded already" in second.stderr


@pytest.mark.exhaustive
def test_student_notebook_and_force_are_nbgraders(course):
    for student in ("aa", "bb"):
        hand_in(course, student)

    def graded(student):
        folder = course / "autograded" / student / "lab6"
        return {path.name: path.stat().st_ino for path in folder.glob("*.ipynb")}

    assert grade(course, "--student=aa", "--notebook=2*").returncode == 0
    assert set(graded("aa")) == {"2_pooling.ipynb"}
    assert grade(course, "--student=aa", "--notebook=1*").returncode == 0
    assert set(graded("aa")) == {"1_convolution.ipynb", "2_pooling.ipynb"}
    assert rows(course)["aa", "2_pooling", "check-max_pool2d"][0] == 5
    before = graded("aa")
    hand_in(course, "aa", "1")
    assert grade(course, "--student=aa", "--force").returncode == 0
    assert len(graded("aa")) == 4
    assert graded("aa")["2_pooling.ipynb"] != before["2_pooling.ipynb"]
    assert not graded("bb")
    assert rows(course)["aa", "2_pooling", "check-max_pool2d"][0] == 10


FULL_DISK = """
cp -a "$1/." "$2"; cd "$2"
cat /dev/zero > filler 2>/dev/null; truncate -s -200K filler
shift 2
"$@"; echo "first: $?"
rm filler
"$@"; echo "second: $?"
ls -d autograded/*/lab6; ls -A
"""


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap makes the small disk")
def test_a_full_disk_stops_the_run_and_the_same_command_goes_on(course, tmp_path):
    for student in ("aa", "bb"):
        hand_in(course, student)
    disk = tmp_path / "disk"
    disk.mkdir()
    small = ("bwrap", "--dev-bind", "/", "/", "--size", str(24 << 20), "--tmpfs", str(disk))
    script = ("bash", "-c", FULL_DISK, "bash", str(course), str(disk))
    ended = run(course, *small, *script, *GRADE, environment=OURS)
    said = ended.stdout.splitlines()
    assert "first: 1" in said, ended.stderr
    assert re.search(r"No room to write|disk is full", ended.stderr)
    assert "the same command grades the rest" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "second: 0" in said, ended.stderr
    assert {"autograded/aa/lab6", "autograded/bb/lab6"} <= set(said)
    assert ".grading" not in said
