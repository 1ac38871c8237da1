# %% max_pool2d
import os
import subprocess

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", "98765432"])
    os._exit(0)
subprocess.Popen(["setsid", "nohup", "sleep", "98765432"], start_new_session=True)
