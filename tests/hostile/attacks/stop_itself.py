# %% max_pool2d
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
