"""Copy what lies beside the notebooks of a submission to where a kernel reads it."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from autograder.grading.intake.handed_in.files import (
    SubmittedFiles,
    UnreadableError,
    first_of,
    shown,
    some,
)
from autograder.grading.intake.handed_in.names import is_left_behind
from autograder.grading.sandbox.limits import SUBMISSION, in_words

__all__ = ["copy_beside"]


def copy_beside(
    found: SubmittedFiles,
    copy: Path,
    ours: set[str],
    of_source: set[str],
    folders: Iterable[str],
    text: str,
) -> list[str]:
    """Copy plain files, those of which the notebooks speak first.

    Parameters
    ----------
    found
        What was handed in.
    copy
        Where the notebooks are going to be.
    ours
        Names that are not copied.
    of_source
        Names of the course's own files, which are put in the place of a student's.
    folders
        Those that notebooks were found in, as `folder_of` has them: what is beside a notebook
        stays beside it.
    text
        What the notebooks say.

    Returns
    -------
    list of str
        Sentences on what was left out.
    """
    nearest_first = sorted(folders, key=len, reverse=True)
    opened = {name.partition(":")[0] for name in found.unpacked}
    names = [
        name
        for name in found.files
        if ".ipynb/" not in f"{name}/"
        and name not in ours
        and name not in opened
        and not is_left_behind(name)
    ]
    at = {name: _place(name, nearest_first) for name in names}
    names.sort(key=lambda name: (at[name] not in text, at[name] != name, name.count("/"), name))
    long = [name for name in names if len(at[name].encode()) > SUBMISSION.path]
    others = {name: what for name, what in found.others.items() if name not in ours}
    others |= dict.fromkeys(long, f"a path of more than {SUBMISSION.path} bytes")
    left_out = [f"{shown(name)} ({what})" for name, what in others.items()]
    ways = _ways(ours | of_source)
    blocked = [
        name
        for name in names
        if at[name] in ways or not _ways([at[name]]).isdisjoint(ours | of_source)
    ]
    names = [name for name in names if name not in {*long, *blocked}]
    beyond, names = names[SUBMISSION.files :], names[: SUBMISSION.files]
    left, made = SUBMISSION.beside, set[Path]()
    for name in names:
        above = made.union(Path(at[name]).parents[:-1])
        if len(above) > SUBMISSION.folders or found.files[name] > left:
            beyond.append(name)
            continue
        made = above
        target = copy / at[name]
        if target.exists():  # the one that is not in an archive or a folder
            continue
        try:
            content = found.read(name, left)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except UnreadableError as error:
            left_out.append(f"{shown(name)} ({error})")
        except OSError as error:
            left_out.append(f"{shown(name)} ({error.strerror})")
        else:
            left -= len(content)
    remarks = []
    if left_out:
        remarks.append(
            f"Left out, since only plain files that can be read are taken: {first_of(left_out)}."
        )
    if blocked:
        remarks.append(
            "Left out, since a file stands where the lab has a folder, or a folder where it has a "
            f"file: {some(blocked)}."
        )
    if beyond:
        remarks.append(
            f"Left out, since at most {SUBMISSION.files} files, {SUBMISSION.folders} folders and "
            f"{in_words(SUBMISSION.beside)} are taken beside the notebooks: {some(beyond)}."
        )
    return remarks


def _ways(names: Iterable[str]) -> set[str]:
    """Return the folders that lead to files.

    Examples
    --------
    >>> sorted(_ways(["a/b/c.txt", "d.txt"]))
    ['a', 'a/b']
    """
    return {str(folder) for name in names for folder in PurePosixPath(name).parents[:-1]}


def _place(name: str, folders: Iterable[str]) -> str:
    """Return where a file goes.

    Examples
    --------
    >>> _place("lab6.zip:lab6/w.npz", ["lab6.zip:lab6/"]), _place("lab6.zip:a/b.py", [])
    ('w.npz', 'lab6.zip (unpacked)/a/b.py')
    """
    inside = next((folder for folder in folders if name.startswith(folder)), "")
    return name.removeprefix(inside).replace(":", " (unpacked)/")
