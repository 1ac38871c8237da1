# %% max_pool2d
kernel = get_ipython().kernel
parent = kernel.get_parent()
state = {
    "_model_module": "@jupyter-widgets/output",
    "_model_name": "OutputModel",
    "_model_module_version": "1.0.0",
    "msg_id": parent["header"]["msg_id"],
    "outputs": [],
}
content = {"comm_id": "c1", "target_name": "jupyter.widget", "data": {"state": state}}
kernel.session.send(kernel.iopub_socket, "comm_open", content, parent=parent)
for data in ({"method": "update", "state": {"msg_id": ""}}, {"method": "update"}, 3):
    content = {"comm_id": "c1", "data": data}
    kernel.session.send(kernel.iopub_socket, "comm_msg", content, parent=parent)
