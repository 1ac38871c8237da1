# %% max_pool2d
kernel = get_ipython().kernel
parent = kernel.get_parent()
junk = (
    ("stream", {}),
    ("stream", {"name": 5, "text": {"a": 1}}),
    ("execute_result", {"data": [1, 2], "metadata": "none", "execution_count": "x"}),
    ("display_data", {"data": {"text/plain": 12, "text/html": None}, "metadata": {}}),
    ("display_data", {"data": None}),
    ("error", {"ename": 5}),
    ("clear_output", {}),
    ("update_display_data", {"data": {}, "metadata": {}, "transient": {"display_id": ["list"]}}),
    ("no_such_type", {"x": 1}),
)
for kind, content in junk:
    kernel.session.send(kernel.iopub_socket, kind, content, parent=parent)
