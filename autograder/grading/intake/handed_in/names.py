"""Which files may have been meant to be a notebook, by their names alone."""

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["candidates", "folder_of", "is_left_behind", "nearness"]

ENDINGS = re.compile(r"(\.ipynb\b.*|\.json|\.txt)$", re.IGNORECASE)
"""Of files that may hold a notebook: systems hide an ending, and browsers add one."""
MARKS_OF_A_COPY = re.compile(
    r"""(?:(?>[\s_-]*(?:
        \(\d+\)                                     # browsers, Windows
        | (?:copy|kopie|copia|copie)[\s_-]*\d*      # JupyterLab, Windows, a Mac
        | final | fixed | new | v\d+
        | (?<=[a-z\d])-\d+                          # Canvas: the number of the attempt
    )))+$""",
    re.VERBOSE,
)
"""A mark is taken whole, once found (?>…): blanks between two could belong to either."""
COPY_OF = re.compile(r"^((copy of|copia de|copie de|kopie von)\s+)+")  # Google Drive


def candidates(notebook: str, names: Iterable[str]) -> list[str]:
    """Find the files whose names say that they are a notebook, the nearest first.

    Examples
    --------
    >>> candidates("1_convolution", ["1_convolution (1).ipynb", "lab6/1_Convolution.ipynb", "a.py"])
    ['1_convolution (1).ipynb', 'lab6/1_Convolution.ipynb']
    >>> candidates("2_pooling", ["Doe_2_pooling.ipynb", "Copy of 2_pooling.ipynb"])
    ['Copy of 2_pooling.ipynb', 'Doe_2_pooling.ipynb']
    """
    ranked = [(nearness(notebook, name), name) for name in names]
    found = [(rank, name) for rank, name in ranked if rank is not None]
    found.sort(key=lambda each: each[0])
    return [name for _, name in found if name != f"{notebook}.ipynb"]


def nearness(notebook: str, name: str) -> int | None:
    """Return 0 if a name is a notebook's but for a copy's marks, 1 if more stands around it.

    Examples
    --------
    >>> nearness("1_convolution", "1_convolution-2.ipynb"), nearness("1_convolution", "x.ipynb")
    (0, None)
    """
    if is_left_behind(name):
        return None
    base = name.removeprefix(folder_of(name))
    ending = ENDINGS.search(base)
    if ending is None:
        return None
    stem = COPY_OF.sub("", base[: ending.start()].lower().strip())
    wanted = _words(notebook.lower())
    spelled = {_words(stem), _words(MARKS_OF_A_COPY.sub("", stem))}
    if wanted in spelled or "".join(wanted) in {"".join(words) for words in spelled}:
        return 0
    words = _words(stem)
    around = range(len(words) - len(wanted) + 1)
    return 1 if any(words[at : at + len(wanted)] == wanted for at in around) else None


def is_left_behind(name: str) -> bool:
    """Tell what systems and editors leave beside files, which nobody wrote."""
    parts = re.split("[/:]", name)
    hidden = (".ipynb_checkpoints", "__MACOSX", ".venv", ".git", ".Trash")
    return parts[-1].startswith("._") or any(part in hidden for part in parts)


def folder_of(name: str) -> str:
    """Return the part of a name that ends with its folder or archive.

    Examples
    --------
    >>> folder_of("lab6.zip:lab6/a.ipynb"), folder_of("lab6.zip:a.ipynb"), folder_of("a.ipynb")
    ('lab6.zip:lab6/', 'lab6.zip:', '')
    """
    return name[: max(name.rfind("/"), name.rfind(":")) + 1]


def _words(stem: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", stem)
    return tuple(re.findall(r"[a-z]+|\d+|[^\W\d_a-z]+", plain))
