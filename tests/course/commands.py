"""Run nbgrader's own commands on a course of its own, as an instructor would."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {
    "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


def run(folder, *command, environment=ENVIRONMENT):
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def new_course(folder):
    folder.mkdir(parents=True)
    shutil.copy("nbgrader_config.py", folder)
    shutil.copytree("source", folder / "source")
    return folder
