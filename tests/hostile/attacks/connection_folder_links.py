# %% max_pool2d
import os
import pathlib

from ipykernel.connect import get_connection_file

own = pathlib.Path(get_connection_file())
for path in list(own.parent.iterdir()):
    try:
        path.unlink()
        path.symlink_to("@OUTSIDE@/marker")
    except OSError as error:
        print(error)
