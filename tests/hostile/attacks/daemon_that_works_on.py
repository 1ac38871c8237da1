# %% max_pool2d
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    for number in range(3, 256):
        try:
            os.close(number)
        except OSError:
            pass
    while True:
        time.sleep(0.05)
        for place in ("/tmp", "@OUTSIDE@", "@COURSE@"):
            try:
                open(f"{place}/hostile-mark-daemon", "a").write("x")
            except OSError:
                pass
