# %% before setup
kernel = get_ipython().kernel
kernel.banner = "x" * 100_000
type(kernel).kernel_info = property(lambda self: {"status": "ok"})
type(kernel).language_info = {}
