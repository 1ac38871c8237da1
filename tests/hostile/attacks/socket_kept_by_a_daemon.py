# %% before setup
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(600)
    os._exit(0)

# %% after max_pool2d
os._exit(0)
