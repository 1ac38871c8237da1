# %% max_pool2d
import pathlib
import sys
import sysconfig

import autograder

site = pathlib.Path(sysconfig.get_path("purelib"))
for path, text in (
    (site / "hostile.pth", "import os; os.environ['HOSTILE'] = '1'\n"),
    (site / "sitecustomize.py", "print('hostile-mark')\n"),
    (pathlib.Path(autograder.__file__), "def check(name, answer):\n    return 5.0\n"),
    (pathlib.Path(autograder.__file__).parent / "__pycache__" / "hostile.pyc", ""),
    (pathlib.Path(sys.prefix, "bin", "hostile"), "#!/bin/sh\n"),
):
    try:
        path.write_text(text)
        print("wrote", path)
    except OSError as error:
        print(error)
