# %% max_pool2d
import os
import pathlib

from ipykernel.connect import get_connection_file

folder = pathlib.Path(get_connection_file()).parent
print(folder, os.listdir(folder))
for number in range(40):
    with open(folder / f"stray-{number}", "wb") as file:
        file.write(b"x" * (10 << 20))
