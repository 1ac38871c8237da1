# %% max_pool2d
import threading

stop = threading.Event()
for _ in range(2_000):
    threading.Thread(target=stop.wait, args=(600,), daemon=True).start()
