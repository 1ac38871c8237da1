"""The corpus and its table, without a run."""

import ast
from pathlib import Path

import nbformat
import pytest

from autograder.exercises import EXERCISES
from tests.hostile.attack import FOLDER, cells_of, write_attack
from tests.hostile.batch import HONEST
from tests.hostile.bonus import BONUS_ATTACKS
from tests.hostile.corpus import ATTACKS
from tests.hostile.table import DOCUMENT, read_rows

ALL = (*ATTACKS, *BONUS_ATTACKS)
VALUES = dict.fromkeys(("PORT", "COURSE", "OUTSIDE", "HOME", "REPOSITORY"), "1")


def test_every_attack_stands_in_the_table_with_its_family_and_story():
    rows = {row.name: row for row in read_rows(DOCUMENT.read_text(encoding="utf-8"))}
    assert [*rows] == [attack.name for attack in ATTACKS]
    for attack in ATTACKS:
        assert (rows[attack.name].family, rows[attack.name].story) == (attack.family, attack.story)


def test_every_attack_on_the_bonus_stands_in_the_second_table_with_its_story():
    text = DOCUMENT.read_text(encoding="utf-8")
    for attack in BONUS_ATTACKS:
        assert f"\n| `{attack.name}` | {attack.story} |\n" in text


def test_no_attack_earns_a_point_and_at_least_ten_do_with_stock_nbgrader():
    rows = read_rows(DOCUMENT.read_text(encoding="utf-8"))
    assert {row.here for row in rows} == {"0"}
    assert sum(row.stock not in {"0", "not run", "not graded"} for row in rows) >= 10


def test_there_are_fifty_and_all_have_names_of_their_own():
    assert len(ATTACKS) >= 50
    assert len({attack.name for attack in ALL}) == len(ALL)


@pytest.mark.parametrize("attacks", [ATTACKS, BONUS_ATTACKS], ids=["lab6", "bonus"])
def test_the_honest_come_before_amid_and_after_the_attackers(attacks):
    names = {attack.name for attack in attacks}
    assert HONEST[0] < min(names) < HONEST[1] < max(names) < HONEST[2]


def test_every_file_of_cells_belongs_to_an_attack():
    used = {(attack.cells or attack.name).replace("-", "_") for attack in ALL}
    assert {path.stem for path in FOLDER.glob("*.py")} <= used


@pytest.mark.parametrize("attack", ALL, ids=str)
def test_an_attack_changes_what_was_released_and_its_cells_are_python(attack, tmp_path):
    for cell in cells_of(attack.cells or attack.name):
        ast.parse(cell.source)
    if attack.notebook == "2_pooling" or not attack.files:  # tables ask Keras, bombs take time
        write_attack(attack, Path("release", attack.assignment), tmp_path, VALUES)
        written = (tmp_path / f"{attack.notebook}.ipynb").read_text(encoding="utf-8")
        assert not any(f"@{name}@" in written for name in VALUES)
    assert attack.cells or attack.edit or attack.files or attack.links or is_edited(attack)


def is_edited(attack):
    return any(cells_of(attack.name)) or attack.name == "startup-found"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_cells_have_places_in_a_released_notebook(path):
    ids = {
        cell.id
        for notebook in Path("release").glob("*/*.ipynb")
        for cell in nbformat.read(notebook, as_version=4).cells
    }
    assert {cell.cell_id for cell in cells_of(path.stem)} <= ids | {*EXERCISES}
