# %% before setup
import atexit
import signal
import threading
import time

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)

def never():
    while True:
        time.sleep(1)

atexit.register(never)
threading.Thread(target=never).start()
