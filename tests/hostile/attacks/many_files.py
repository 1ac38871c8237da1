# %% max_pool2d
import os

os.makedirs("many")
for number in range(30_000):
    open(f"many/{number}", "w").close()
