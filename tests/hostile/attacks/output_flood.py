# %% max_pool2d
for _ in range(300):
    print("hostile " * (1 << 17))

# %% before average_pool2d
import os

for _ in range(50):
    os.write(1, b"x" * (1 << 20))
    os.write(2, b"x" * (1 << 20))
