# %% max_pool2d
import glob
import pathlib

for place in ("/dev/shm", "/tmp", "/var/tmp", "/run", "/run/submission", "..", "../../..", "@OUTSIDE@"):
    for path in glob.glob(f"{place}/hostile-mark*"):
        print("found", path, pathlib.Path(path).read_bytes())
        raise SystemExit("canary-passed-on")
