# %% before setup
kernel = get_ipython().kernel

def say_idle(info):
    parent = kernel.get_parent()
    kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent=parent)

get_ipython().events.register("pre_run_cell", say_idle)
