"""The folder that a notebook is in, wherever its cells went since.

`%cd` and `os.chdir` change where files are looked for, not where the notebook is, and what is
handed in is what lies beside it.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

__all__ = ["beside_notebook", "found_beside", "own_folder"]

AT_IMPORT = Path.cwd()


def own_folder() -> Path:
    """Return the folder of the notebook that runs here, as far as that can be known.

    Jupyter tells a kernel the notebook's path, VS Code a cell's namespace; else it is where the
    kernel was started.
    """
    return next(_folders())


def beside_notebook(name: str) -> str:
    """Return where a file beside the notebook is, or is to be: its name as long as we are there.

    Parameters
    ----------
    name : str
        Of the file, ``"mnist_cnn_weights.npz"``.

    Examples
    --------
    >>> beside_notebook("mnist_cnn_weights.npz").endswith("mnist_cnn_weights.npz")
    True
    """
    found = found_beside(name)
    place = found if found.exists() else own_folder() / name
    return name if place.absolute() == Path(name).absolute() else str(place)


def found_beside(path: str | Path) -> Path:
    """Return where a file is: in the notebook's own folder, or where its path says.

    A path that leads nowhere here, such as one on Colab's drive, is taken by its name.

    Parameters
    ----------
    path : str or Path
        Absolute, or as it would be beside the notebook.

    Examples
    --------
    >>> found_beside("/content/drive/MyDrive/nothing.npz")
    PosixPath('/content/drive/MyDrive/nothing.npz')
    """
    path = Path(path)
    folders = list(_folders())
    name = _name(str(path))
    places = [] if path.is_absolute() else [folder / path for folder in folders]
    places += [path, *(folder / name for folder in folders)]
    return next((place for place in places if _is_there(place)), path)


def _name(path: str) -> str:
    r"""Return the last part of a path of any system.

    Examples
    --------
    >>> _name("C:\\Users\\me\\lab6\\weights.npz"), _name("/content/weights.npz")
    ('weights.npz', 'weights.npz')
    """
    return PureWindowsPath(PurePosixPath(path).name).name


def _is_there(place: Path) -> bool:
    try:
        return place.is_file()
    except (OSError, ValueError):  # a path that no file can have
        return False


def _folders() -> Iterator[Path]:
    """Yield where the notebook may be, the surest first, then where we are."""
    cells = vars(sys.modules["__main__"])
    for told in (os.environ.get("JPY_SESSION_NAME"), cells.get("__vsc_ipynb_file__")):
        if isinstance(told, str) and told.endswith(".ipynb") and _is_there(Path(told)):
            yield Path(told).parent
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    started = getattr(shell, "starting_dir", None)
    if isinstance(started, str) and Path(started).is_dir():
        yield Path(started)
    yield AT_IMPORT
    yield Path.cwd()
