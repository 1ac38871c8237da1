"""How files are named, packed and delivered."""

import io
import json
import shutil
import tarfile
import zipfile
from pathlib import Path

from tests.honest.submission import NOTEBOOKS, REPOSITORY, WEIGHTS
from tests.honest.variant import delivered

LAYOUT = "layout"


def notebooks(folder):
    return sorted(folder.glob("*.ipynb"))


def all_files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def renamed(name, reason, new, only=None, **options):
    """Register a renaming of one notebook, or of each."""

    @delivered(LAYOUT, reason, name=name, **options)
    def change(folder):
        for path in notebooks(folder):
            if only in (None, path.stem):
                path.rename(folder / new(path.stem))


renamed("canvas_second", "Canvas: a second attempt", lambda n: f"{n}-1.ipynb", "1_convolution")
renamed("canvas_all", "Canvas: a second attempt of all", lambda n: f"{n}-1.ipynb")
renamed("canvas_twelfth", "Canvas: a thirteenth attempt", lambda n: f"{n}-12.ipynb")
renamed("browser_copy", "a browser: downloaded twice", lambda n: f"{n} (1).ipynb")
renamed("browser_copy_of_one", "a browser", lambda n: f"{n} (3).ipynb", "4_from_scratch")
renamed("firefox_copy", "Firefox: without a blank", lambda n: f"{n}(1).ipynb")
renamed("drive_copy", "Google Drive", lambda n: f"Copy of {n}.ipynb")
renamed("drive_copy_of_copy", "Google Drive, twice", lambda n: f"Copy of Copy of {n}.ipynb")
renamed("drive_copy_in_spanish", "Google Drive in Spanish", lambda n: f"Copia de {n}.ipynb")
renamed("drive_copy_in_german", "Windows in German", lambda n: f"{n} - Kopie.ipynb")
renamed("windows_copy", "Windows", lambda n: f"{n} - Copy.ipynb")
renamed("windows_copies", "Windows, twice", lambda n: f"{n} - Copy (2).ipynb")
renamed("mac_copy", "a Mac", lambda n: f"{n} copy 2.ipynb")
renamed("jupyter_copy", "JupyterLab", lambda n: f"{n}-Copy1.ipynb")
renamed("final", "people", lambda n: f"{n}_final.ipynb")
renamed("final_final", "people", lambda n: f"{n}_FINAL_final_v2.ipynb")
renamed("txt_added", "Windows hides the ending", lambda n: f"{n}.ipynb.txt")
renamed("json_added", "a mail program", lambda n: f"{n}.ipynb.json")
renamed("json_instead", "a browser", lambda n: f"{n}.json")
renamed("txt_instead", "Notepad", lambda n: f"{n}.txt")
renamed("ending_in_capitals", "an old file system", lambda n: f"{n}.IPYNB")
renamed("all_in_capitals", "an old file system", lambda n: f"{n}.ipynb".upper())
renamed("blanks", "people", lambda n: f"{n.replace('_', ' ')}.ipynb")
renamed("hyphens", "people", lambda n: f"{n.replace('_', '-')}.ipynb")
renamed("no_separators", "people", lambda n: f"{n.replace('_', '')}.ipynb")
renamed("camel", "people", lambda n: f"{n.title()}.ipynb")
renamed("own_name_behind", "a course's rule", lambda n: f"{n}_JaneDoe.ipynb")
renamed("own_name_before", "a course's rule", lambda n: f"Doe_Jane_{n}.ipynb")
renamed("canvas_full", "Canvas: as the zip has it", lambda n: f"doejane_12345_678901_{n}.ipynb")
renamed("canvas_late", "Canvas: late", lambda n: f"doejane_LATE_12345_678901_{n}-2.ipynb")
renamed("blackboard", "Blackboard", lambda n: f"Lab 6_doe_attempt_2026-11-28-10-00-00_{n}.ipynb")
renamed(
    "moodle_flat",
    "Moodle without folders",
    lambda n: f"Jane Doe_123_assignsubmission_file_{n}.ipynb",
)
renamed("solution_of", "people", lambda n: f"{n} solution.ipynb")
renamed("lab_before", "people", lambda n: f"lab6_{n}.ipynb")
renamed("trailing_blank", "people", lambda n: f"{n} .ipynb")


def into(name, reason, *path, what="all"):
    @delivered(LAYOUT, reason, name=name)
    def change(folder):
        target = folder.joinpath(*path)
        for file in notebooks(folder) if what == "notebooks" else all_files(folder):
            new = target / file.relative_to(folder)
            new.parent.mkdir(parents=True, exist_ok=True)
            file.rename(new)


into("in_a_folder", "the folder itself handed in", "lab6")
into("in_two_folders", "the kit's folder handed in", "lab6-kit", "lab6")
into("in_a_moodle_folder", "Moodle", "Jane Doe_123_assignsubmission_file_")
into("in_a_sakai_folder", "Sakai", "Lab 6", "Doe, Jane(jdoe)", "Submission attachment(s)")
into("in_a_folder_of_nfd", "a Mac: decomposed letters", "Abgabe Mu\u0308ller")
into("notebooks_in_a_folder", "the weights beside the folder", "notebooks", what="notebooks")


@delivered(LAYOUT, "a folder for each notebook")
def folder_for_each(folder):
    for path in notebooks(folder):
        (folder / path.stem).mkdir()
        path.rename(folder / path.stem / path.name)


def zipped(folder, name, prefix="", **extra):
    files = all_files(folder)
    content = {f"{prefix}{path.relative_to(folder)}": path.read_bytes() for path in files}
    for path in files:
        path.unlink()
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for inside, data in (content | extra).items():
            archive.writestr(inside, data)


@delivered(LAYOUT, "all in a zip")
def in_a_zip(folder):
    zipped(folder, "lab6.zip")


@delivered(LAYOUT, "the folder in a zip")
def folder_in_a_zip(folder):
    zipped(folder, "submission (1).zip", "lab6/")


@delivered(LAYOUT, "a Mac's zip")
def zip_of_a_mac(folder):
    forks = {f"__MACOSX/lab6/._{name}.ipynb": b"\x00\x05\x16\x07" for name in NOTEBOOKS}
    zipped(folder, "Archive.zip", "lab6/", **forks, **{"lab6/.DS_Store": b"\x00"})


@delivered(LAYOUT, "the notebooks, and the weights in a zip")
def weights_in_a_zip(folder):
    with zipfile.ZipFile(folder / "weights.zip", "w") as archive:
        archive.write(folder / WEIGHTS, WEIGHTS)
    (folder / WEIGHTS).unlink()


@delivered(LAYOUT, "Windows writes backslashes into a zip")
def zip_with_backslashes(folder):
    zipped(folder, "lab6.zip", "lab6\\")


@delivered(LAYOUT, "a zip in a zip")
def zip_in_a_zip(folder):
    zipped(folder, "lab6.zip", "lab6/")
    inner = (folder / "lab6.zip").read_bytes()
    (folder / "lab6.zip").unlink()
    with zipfile.ZipFile(folder / "upload.zip", "w") as archive:
        archive.writestr("lab6.zip", inner)


@delivered(LAYOUT, "a tar, from a terminal")
def in_a_tar(folder):
    content = {str(path.relative_to(folder)): path.read_bytes() for path in all_files(folder)}
    for path in all_files(folder):
        path.unlink()
    with tarfile.open(folder / "lab6.tar.gz", "w:gz") as archive:
        for name, data in content.items():
            member = tarfile.TarInfo(f"lab6/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


@delivered(LAYOUT, "the zip and what was in it")
def zip_and_its_files(folder):
    with zipfile.ZipFile(folder / "lab6.zip", "w") as archive:
        for path in all_files(folder):
            if path.suffix != ".zip":
                archive.write(path, path.relative_to(folder))


def put_originals(folder, target):
    target.mkdir(parents=True, exist_ok=True)
    for name in NOTEBOOKS:
        shutil.copy(REPOSITORY / f"release/lab6/{name}.ipynb", target)


@delivered(LAYOUT, "copied before answering: originals under the right names")
def originals_beside_copies(folder):
    for path in notebooks(folder):
        path.rename(folder / f"{path.stem}-Copy1.ipynb")
    put_originals(folder, folder)


@delivered(LAYOUT, "a second attempt beside the first, which is empty")
def originals_beside_second_attempts(folder):
    for path in notebooks(folder):
        path.rename(folder / f"{path.stem}-1.ipynb")
    put_originals(folder, folder)


@delivered(LAYOUT, "finished in a folder, originals above")
def originals_above(folder):
    (folder / "my solution").mkdir()
    for path in notebooks(folder):
        path.rename(folder / "my solution" / path.name)
    put_originals(folder, folder)


@delivered(LAYOUT, "finished, and the originals in a folder")
def originals_in_a_folder(folder):
    put_originals(folder, folder / "original")


@delivered(LAYOUT, "finished in a zip, originals beside it")
def originals_beside_a_zip(folder):
    zipped(folder, "solved.zip", "lab6/")
    put_originals(folder, folder)


@delivered(LAYOUT, "two copies with the same content, neither under the right name")
def same_twice(folder):
    for path in notebooks(folder):
        shutil.copy(path, folder / f"{path.stem} (1).ipynb")
        path.rename(folder / f"{path.stem}-Copy1.ipynb")


@delivered(LAYOUT, "two copies, one as released")
def copy_and_original_copy(folder):
    for path in notebooks(folder):
        path.rename(folder / f"{path.stem} (1).ipynb")
        shutil.copy(REPOSITORY / f"release/lab6/{path.name}", folder / f"Copy of {path.name}")


@delivered(LAYOUT, "an empty notebook of JupyterLab beside")
def untitled(folder):
    empty = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "Untitled.ipynb").write_text(json.dumps(empty))


@delivered(LAYOUT, "the checkpoints of JupyterLab")
def checkpoints(folder):
    put_originals(folder, folder / ".ipynb_checkpoints")
    for path in (folder / ".ipynb_checkpoints").iterdir():
        path.rename(path.with_name(f"{path.stem}-checkpoint.ipynb"))


@delivered(LAYOUT, "what systems leave: .DS_Store, Thumbs.db, desktop.ini, ._ forks")
def what_systems_leave(folder):
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", *(f"._{n}.ipynb" for n in NOTEBOOKS)):
        (folder / name).write_bytes(b"\x00\x05\x16\x07")


@delivered(LAYOUT, "pages and scripts exported from the notebooks")
def exports(folder):
    for name in NOTEBOOKS:
        (folder / f"{name}.html").write_text("<html></html>")
        (folder / f"{name}.py").write_text("raise SystemExit")
        (folder / f"{name}.pdf").write_bytes(b"%PDF-1.4")


@delivered(LAYOUT, "the whole kit: packages, figures, a virtual environment")
def whole_kit(folder):
    shutil.copytree(REPOSITORY / "release/lab6/figures", folder / "figures")
    (folder / "start.py").write_text("raise SystemExit")
    (folder / "README.txt").write_text("Run start.py")
    for number in range(700):
        path = folder / ".venv/lib" / f"module_{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


@delivered(LAYOUT, "MNIST downloaded once more, 50 MB")
def data_beside(folder):
    (folder / "train-images-idx3-ubyte").write_bytes(bytes(47_000_016))


@delivered(LAYOUT, "files that may only be read")
def read_only(folder):
    for path in all_files(folder):
        path.chmod(0o444)


@delivered(LAYOUT, "a figures folder that is missing")
def no_figures(folder):
    shutil.rmtree(folder / "figures", ignore_errors=True)


@delivered(LAYOUT, "a date as the shell writes it")
def time_in_iso(folder):
    Path(folder / "timestamp.txt").write_text("2026-11-28T18:00:00+01:00\n")
