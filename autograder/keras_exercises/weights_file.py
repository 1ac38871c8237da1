"""Find a student's weights file, and read the arrays in it, in the formats that people save.

It runs beside the student's code, at home and when graded. Nothing is unpickled, and no model is
made: of an .npz, an .h5 or a .keras, the numbers are taken and nothing else.
"""

import contextlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PureWindowsPath
from typing import Any

import numpy as np

__all__ = ["NoWeightsError", "arrays_in", "find_weights"]

LARGEST_WEIGHTS_FILE = 5_000_000
"""Bytes, compressed or not; the lab's own is 0.4 MB."""
MOST_ARRAYS = 100
MOST_FILES = 2_000
"""Files and folders that are looked at."""
DEEPEST = 3
"""Folders below the notebook's."""
ENDINGS = (".npz", ".keras", ".h5", ".hdf5", ".npy", ".pkl", ".pickle", ".pt", ".pth")
UNREADABLE = (
    AttributeError,
    EOFError,
    KeyError,
    MemoryError,  # a header may claim any shape
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
SAVE = "Save the arrays, each as an argument of np.savez: np.savez(path, *arrays)."
TRAIN = "Train the network and run the cell that saves the weights."
PICKLED = f"{{}} is no weights file that is read: {{}}, and a pickle is a program. {SAVE}"


class NoWeightsError(Exception):
    """Why there are no arrays, and what to do."""


def find_weights(path: Any, folder: Path) -> Path:
    """Return the file at `path`, or the one in its folder that must be meant.

    Parameters
    ----------
    path
        What the student's notebook calls it.
    folder
        That of the notebook, which is looked into if the path leads nowhere.

    Raises
    ------
    NoWeightsError
        If there is none, or several that differ.
    """
    try:
        name = PureWindowsPath(os.fspath(path)).name  # it takes both kinds of slashes
        if not name:
            raise ValueError("a path that is no file's")
        if Path(path).is_file():
            return Path(path)
        if Path(path).is_absolute() and Path(path).parent.is_dir():
            folder = Path(path).parent
    except (TypeError, ValueError, OSError):
        raise NoWeightsError(f"There is no weights file {path!s:.100}. {TRAIN}") from None
    arrays = _folder_of_arrays(folder, name)
    if arrays is not None:
        return arrays
    found = list(_like_weights(folder))
    near = [file for file in found if _is_named_like(file, name)]
    for files in (*_groups(near), *_groups(found)):
        if len(files) == 1:
            return files[0]
        if files:
            names = ", ".join(sorted(file.name for file in files)[:5])
            raise NoWeightsError(
                f"There is no weights file {name:.100}, and several others: {names:.100}. "
                f"Name the one that is meant {name:.50}."
            )
    raise NoWeightsError(f"There is no weights file {path!s:.100}. {TRAIN}")


def arrays_in(path: Path) -> list[np.ndarray]:
    """Return the arrays in a weights file.

    Raises
    ------
    NoWeightsError
        If it holds none that can be read as data; that says what it holds.
    """
    name = path.name[:100]
    if path.is_dir():
        files = sorted(path.glob("*.npy"), key=lambda file: (len(file.name), file.name))
        _refuse_large(name, sum(file.stat().st_size for file in files))
        return [array for file in files for array in arrays_in(file)]
    try:
        _refuse_large(name, path.stat().st_size)
        with path.open("rb") as file:
            data = file.read(LARGEST_WEIGHTS_FILE + 1)
        _refuse_large(name, len(data))
        return _reader(data)(name, data)
    except UNREADABLE:
        raise NoWeightsError(f"{name} is no weights file. {TRAIN}") from None


def _reader(data: bytes) -> Callable[[str, bytes], list[np.ndarray]]:
    """Tell by the first bytes, since names are changed."""
    if data.startswith(b"PK"):
        return _of_zip
    if data.startswith(b"\x89HDF"):
        return _of_hdf5
    if data.startswith(b"\x93NUMPY"):
        return _of_npy
    if data.startswith(b"\x80"):
        return _of_pickle
    raise ValueError("nothing that is known")


def _of_zip(name: str, data: bytes) -> list[np.ndarray]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MOST_ARRAYS:
            raise ValueError("more arrays than any weights file has")
        _refuse_large(name, sum(member.file_size for member in members))
        names = {member.filename for member in members}
        if "model.weights.h5" in names:
            return _of_hdf5(name, archive.read("model.weights.h5"))
        if any(member.endswith("data.pkl") for member in names):
            raise NoWeightsError(PICKLED.format(name, "PyTorch pickled it"))
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as content:
            return [_native(content[member]) for member in content.files]
    except ValueError as error:
        if "Object arrays" in str(error):
            raise NoWeightsError(PICKLED.format(name, "it holds a pickled list")) from None
        raise


def _of_npy(name: str, data: bytes) -> list[np.ndarray]:
    try:
        return [_native(np.load(io.BytesIO(data), allow_pickle=False))]
    except ValueError as error:
        if "Object arrays" in str(error):
            raise NoWeightsError(PICKLED.format(name, "it holds a pickled list")) from None
        raise


def _of_pickle(name: str, _: bytes) -> list[np.ndarray]:
    raise NoWeightsError(PICKLED.format(name, "it is a pickle"))


def _of_hdf5(name: str, data: bytes) -> list[np.ndarray]:
    """Read what `model.save` and `model.save_weights` write, of any version of Keras."""
    import h5py

    arrays: dict[str, np.ndarray] = {}
    left = LARGEST_WEIGHTS_FILE

    def keep(path: str, item: Any) -> None:
        nonlocal left
        is_data = isinstance(item, h5py.Dataset) and not item.is_virtual and not item.external
        if not is_data or "optimizer" in path.partition("/")[0] or item.dtype.kind != "f":
            return
        left -= item.size * item.dtype.itemsize
        if left < 0 or len(arrays) == MOST_ARRAYS:
            _refuse_large(name, 2 * LARGEST_WEIGHTS_FILE)
        arrays[path] = _native(item[()])

    with h5py.File(io.BytesIO(data), "r") as file:
        file.visititems(keep)  # it follows no link to another file
    return [arrays[path] for path in sorted(arrays, key=_in_order_of_layers)]


def _native(array: Any) -> np.ndarray:
    """Have the numbers in this machine's own order of bytes."""
    numbers = np.asarray(array)
    return numbers.astype(numbers.dtype.newbyteorder("="), copy=False)


def _in_order_of_layers(path: str) -> tuple[Any, ...]:
    """Sort conv2d before conv2d_1, conv2d_10 after conv2d_2, and a bias after its kernel."""
    words = re.split(r"(\d+)", path.replace("bias", "~bias"))
    return tuple((int(word), "") if word.isdecimal() else (-1, word) for word in words)


def _refuse_large(name: str, size: int) -> None:
    if size > LARGEST_WEIGHTS_FILE:
        raise NoWeightsError(
            f"{name} is too large, {size / 1e6:.1f} MB: expected about 0.4 MB. {TRAIN}"
        )


def _like_weights(folder: Path) -> Iterator[Path]:
    """Find what may be a weights file, by its ending."""
    seen = 0
    for root, folders, names in os.walk(folder):
        is_deep = len(Path(root).relative_to(folder).parts) >= DEEPEST
        folders[:] = [] if is_deep else sorted(name for name in folders if name[0] not in "._")
        seen += len(folders) + len(names)
        if seen > MOST_FILES:
            return
        yield from (
            Path(root) / name
            for name in sorted(names)
            if not name.startswith(".")
            and (Path(root) / name).is_file()  # nothing else can be opened without waiting
            and (name.lower().endswith(ENDINGS) or _is_arrays(Path(root) / name))
            and not re.fullmatch(r"arr_\d+\.npy", name)
        )


def _is_arrays(file: Path) -> bool:
    """Tell whether it is an .npz that has lost its name: browsers take it for a .zip."""
    is_renamed = file.suffix.lower() in (".zip", "") or file.name.lower().endswith(".npz.txt")
    with contextlib.suppress(*UNREADABLE):
        if is_renamed and file.stat().st_size <= LARGEST_WEIGHTS_FILE:
            with zipfile.ZipFile(file) as archive:
                return all(name.endswith(".npy") for name in archive.namelist())
    return False


def _is_named_like(file: Path, name: str) -> bool:
    stems = (
        re.sub(r"[^a-z0-9]+", " ", text.lower().partition(".")[0]) for text in (file.name, name)
    )
    found, wanted = stems
    return wanted.strip() in found


def _groups(files: Iterable[Path]) -> list[list[Path]]:
    """Put what is most likely first; of files with the same content, leave one."""
    different: dict[bytes, Path] = {}
    for file in files:
        with contextlib.suppress(OSError), file.open("rb") as opened:
            different.setdefault(opened.read(LARGEST_WEIGHTS_FILE), file)
    npz, others, unread = [], [], []
    for file in different.values():
        ending = file.suffix.lower()
        if ending in (".npz", ".zip", "") or _is_arrays(file):
            npz.append(file)
        elif ending in (".keras", ".h5", ".hdf5"):
            others.append(file)
        else:
            unread.append(file)
    return [npz, others, unread]


def _folder_of_arrays(folder: Path, name: str) -> Path | None:
    """Find what becomes of an .npz that something unpacked: arr_0.npy and so on."""
    for place in (folder / name.partition(".")[0], folder):
        if (place / "arr_0.npy").is_file():
            return place
    return None
