"""Names that came from elsewhere, made into names of files and of students' folders."""

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["lab_name", "one_line", "plain", "safe_path", "student_folder"]

LONGEST_ID = 100
LONGEST_PART = 120
DEEPEST = 6
NOT_OF_AN_ID = re.compile(r"[^\w.@+-]+")
NOT_OF_A_FILE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]+')
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)
"""Names that Windows keeps for devices."""
AGAIN = re.compile(
    r"(?P<stem>.+?)"
    r"(-\d{1,3}|-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\s*\(\d+\)|\s*[-_ ]copy\d*)+$",
    re.I,
)
"""What Canvas (``-1``, from the eighth on ``-UUID``) and browsers (``(1)``) add to a name."""


def student_folder(identity: str) -> str:
    """Return the name of a student's folder, which is the course's id of the student.

    Letters of any alphabet, digits, and ``. @ + - _`` stay; what else there is becomes ``_``.

    Raises
    ------
    ValueError
        If nothing is left of it.

    Examples
    --------
    >>> student_folder("jürgen.o'neill@uni.example"), student_folder("../../etc")
    ('jürgen.o_neill@uni.example', 'etc')
    >>> student_folder("-rf *")
    'rf'
    """
    text = unicodedata.normalize("NFC", identity)
    text = NOT_OF_AN_ID.sub("_", "".join(filter(str.isprintable, text)))
    text = text[:LONGEST_ID].lstrip(".-+@_").rstrip("._")
    if not text:
        raise ValueError(f"{one_line(identity)!r} can't be a student's id")
    return f"{text}_" if RESERVED.match(text) else text


def safe_path(path: str) -> str:
    r"""Return a path that stays inside its folder, on any system.

    Examples
    --------
    >>> safe_path("../a/./b\\c.txt"), safe_path("/etc/passwd"), safe_path(" .. /x")
    ('a/b/c.txt', 'etc/passwd', 'x')
    """
    parts = []
    for part in path.replace("\\", "/").split("/"):
        clean = NOT_OF_A_FILE.sub("_", unicodedata.normalize("NFC", part))
        clean = "".join(letter if letter.isprintable() else "_" for letter in clean)
        # Windows drops blanks and points at the end, so that "a ." would be another file's "a".
        clean = _shortened(clean.lstrip(" ").rstrip(" .")).rstrip(" .")
        if clean:
            parts.append(f"_{clean}" if RESERVED.match(clean) else clean)
    return "/".join(parts[: DEEPEST - 1] + parts[DEEPEST - 1 :][-1:]) or "unnamed"


def _shortened(part: str) -> str:
    """Keep what file systems take, 255 bytes, and the ending."""
    while len(part.encode("utf-8", "replace")) > LONGEST_PART:
        stem, dot, ending = part.rpartition(".")
        if not dot or len(ending) > 12:
            stem, dot, ending = part, "", ""
        part = f"{stem[: len(stem) - 1 - len(stem) // 8]}{dot}{ending}"
    return part


def lab_name(name: str, expected: Iterable[str]) -> str:
    """Return the name that a file has in the lab, or its own.

    Parameters
    ----------
    name
        The last part of a path.
    expected
        The names of the lab's own files.

    Examples
    --------
    >>> lab = ["1_convolution.ipynb", "mnist_cnn_weights.npz"]
    >>> lab_name("1_convolution-2.ipynb", lab), lab_name("Mnist_CNN_weights (1).npz", lab)
    ('1_convolution.ipynb', 'mnist_cnn_weights.npz')
    >>> lab_name("notes-2.txt", lab)
    'notes-2.txt'
    """
    by_plain = {plain(known): known for known in expected}
    if name in by_plain.values():
        return name
    stem, dot, ending = name.rpartition(".")
    if ending.casefold() == "txt" and "." in stem:  # what a browser makes of `.ipynb`
        stem, dot, ending = stem.rpartition(".")
    again = AGAIN.match(stem)
    for candidate in (stem, again["stem"] if again else stem):
        known = by_plain.get(plain(f"{candidate}{dot}{ending}"))
        if known:
            return known
    return name


def plain(text: str) -> str:
    """Return what of a name counts when names are compared.

    Examples
    --------
    >>> plain("O’Neill,  Zoë") == plain("oneillzoe")
    True
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filter(lambda letter: letter.isalnum() or letter == ".", letters))


def one_line(text: str, most: int = 60) -> str:
    r"""Return a text so that it stays on its line, and does nothing to a terminal.

    Examples
    --------
    >>> one_line("a\nb\x1b[31m")
    'a�b�[31m'
    """
    shown = "".join(letter if letter.isprintable() else "�" for letter in text)
    return f"{shown[: most - 1]}…" if len(shown) > most else shown
