# %% max_pool2d
for number in range(10):
    for place in (".", "/tmp", "/dev/shm", "/var/tmp", "@OUTSIDE@"):
        try:
            with open(f"{place}/hostile-mark-{number}", "wb") as file:
                file.write(b"\1" * (50 << 20))
        except OSError as error:
            print(place, error)
