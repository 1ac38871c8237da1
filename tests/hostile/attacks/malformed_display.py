# %% max_pool2d
kernel = get_ipython().kernel
content = {"data": {"text/plain": 12, "text/html": {"a": None}}, "metadata": {"x": 1}}
kernel.session.send(kernel.iopub_socket, "display_data", content, parent=kernel.get_parent())
