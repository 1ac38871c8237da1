# %% max_pool2d
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
