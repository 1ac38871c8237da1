# %% max_pool2d
import pathlib
from multiprocessing import shared_memory

text = b"hostile-mark: def max_pool2d ..."
for place in ("/dev/shm", "/tmp", "/var/tmp", "/run", "/run/submission", "..", "../../..", "@OUTSIDE@"):
    try:
        (pathlib.Path(place) / "hostile-mark").write_bytes(text)
        print("wrote", place)
    except OSError as error:
        print(error)
try:
    memory = shared_memory.SharedMemory("hostile-mark", create=True, size=1000, track=False) if False else shared_memory.SharedMemory("hostile-mark", create=True, size=1000)
    memory.buf[: len(text)] = text
except OSError as error:
    print(error)

# %% average_pool2d
pass
