# %% max_pool2d
import os

kept = [bytearray(os.urandom(1 << 20)) * 64 for _ in range(48)]

# %% average_pool2d
import multiprocessing.shared_memory

kept = [b"\1" * (64 << 20) for _ in range(48)]
