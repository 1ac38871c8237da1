# %% before check-max_pool2d
import os

os.abort()

# %% before check-average_pool2d
import os

os.abort()
