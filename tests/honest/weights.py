"""What becomes of the weights file: other names, other formats, other arrays."""

import io
import pickle
import zipfile

import numpy as np

from tests.honest.submission import WEIGHTS
from tests.honest.variant import delivered, works

FAMILY = "weights"
LAYERS = ("conv2d", "conv2d_1", "conv2d_2", "dense")
LOST = {"trained_network": 6.0}


def arrays(made):
    with np.load(io.BytesIO(made.files[WEIGHTS])) as file:
        return [file[name] for name in file.files]


def named_arrays(values):
    return {
        f"{layer}/{kind}": values[2 * number + is_bias]
        for number, layer in enumerate(LAYERS)
        for is_bias, kind in enumerate(("kernel", "bias"))
    }


def npz(*values, **named):
    content = io.BytesIO()
    np.savez(content, *values, **named)
    return content.getvalue()


def npy(value):
    content = io.BytesIO()
    np.save(content, value, allow_pickle=True)
    return content.getvalue()


def renamed(name, reason, new):
    @delivered(FAMILY, reason, name=name)
    def change(folder):
        target = folder / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (folder / WEIGHTS).rename(target)


renamed("weights_browser", "a browser: downloaded twice", "mnist_cnn_weights (1).npz")
renamed("weights_canvas", "Canvas: a second attempt", "mnist_cnn_weights-1.npz")
renamed("weights_capitals", "an old file system", "MNIST_CNN_WEIGHTS.NPZ")
renamed("weights_drive", "Google Drive", "Copy of mnist_cnn_weights.npz")
renamed("weights_twice_npz", "np.savez adds the ending", "mnist_cnn_weights.npz.npz")
renamed("weights_as_zip", "a browser knows what an .npz is", "mnist_cnn_weights.zip")
renamed("weights_npz_zip", "a browser knows what an .npz is", "mnist_cnn_weights.npz.zip")
renamed("weights_no_ending", "Windows hides the ending", "mnist_cnn_weights")
renamed("weights_in_a_folder", "a folder for results", "weights/mnist_cnn_weights.npz")
renamed("weights_of_lab", "people", "lab6_weights_final.npz")
renamed("weights_own_name", "Canvas: as the zip has it", "doejane_1_2_mnist_cnn_weights.npz")
renamed("weights_shortened", "people", "weights.npz")


@delivered(FAMILY, "Safari unpacks what is a zip: a folder of arrays")
def weights_unpacked(folder):
    with zipfile.ZipFile(folder / WEIGHTS) as archive:
        archive.extractall(folder / "mnist_cnn_weights")
    (folder / WEIGHTS).unlink()


@delivered(FAMILY, "an LMS unpacks what is a zip: the arrays beside the notebooks")
def weights_unpacked_here(folder):
    with zipfile.ZipFile(folder / WEIGHTS) as archive:
        archive.extractall(folder)
    (folder / WEIGHTS).unlink()


@delivered(FAMILY, "an old file beside the new one")
def weights_beside_another_copy(folder):
    (folder / "mnist_cnn_weights (1).npz").write_bytes((folder / WEIGHTS).read_bytes())


def saved(name, reason, make, file=WEIGHTS, **options):
    @works(FAMILY, reason, name=name, **options)
    def change(made):
        values = arrays(made)
        del made.files[WEIGHTS]
        made.files[file] = make(values)


saved(
    "weights_named",
    "savez with names of one's own",
    lambda a: npz(**{f"w{n}": w for n, w in enumerate(a)}),
)
saved("weights_by_layer", "savez with the layers' names", lambda a: npz(**named_arrays(a)))
saved(
    "weights_reversed",
    "savez in another order",
    lambda a: npz(**{f"w{n}": a[n] for n in range(7, -1, -1)}),
)
saved("weights_kernels_first", "kernels, then biases", lambda a: npz(*a[::2], *a[1::2]))
saved("weights_float64", "in double precision", lambda a: npz(*(w.astype(float) for w in a)))
saved("weights_float16", "in half precision", lambda a: npz(*(w.astype(np.float16) for w in a)))
saved("weights_fortran", "in Fortran's order", lambda a: npz(*map(np.asfortranarray, a)))
saved("weights_big_endian", "from another machine", lambda a: npz(*(w.astype(">f4") for w in a)))


@works(FAMILY, "savez_compressed")
def weights_compressed(made):
    content = io.BytesIO()
    np.savez_compressed(content, *arrays(made))
    made.files[WEIGHTS] = content.getvalue()


saved(
    "weights_as_npy",
    "np.save of a list makes an object array, which only pickle reads",
    lambda a: npy(np.array(a, dtype=object)),
    "mnist_cnn_weights.npy",
    lost=LOST,
    said="mnist_cnn_weights.npy",
)
saved(
    "weights_pickled_npz",
    "one object array in an .npz, which only pickle reads",
    lambda a: npz(weights=np.array(a, dtype=object)),
    lost=LOST,
)
saved(
    "weights_as_pickle",
    "a pickle is a program, and is not read",
    pickle.dumps,
    "mnist_cnn_weights.pkl",
    lost=LOST,
)


def by_h5py(name, reason, file, write):
    """Register a file that h5py writes as Keras does, without Keras's seconds."""

    def make(values):
        import h5py

        content = io.BytesIO()
        with h5py.File(content, "w") as opened:
            write(opened, values)
        return content.getvalue()

    saved(name, reason, make, file)


def keras_3_weights(opened, values):
    for number, layer in enumerate(LAYERS):
        place = opened.create_group(f"layers/{layer}/vars")
        place["0"], place["1"] = values[2 * number : 2 * number + 2]
    for layer in ("flatten", "max_pooling2d", "input_layer"):
        opened.create_group(f"layers/{layer}/vars")
    opened.create_group("optimizer/vars")["0"] = np.int64(4690)
    for number, value in enumerate(values, 2):
        opened[f"optimizer/vars/{number}"] = np.zeros_like(value)


def keras_2_model(opened, values):
    opened.attrs["keras_version"] = b"2.15.0"
    for layer, at in zip(LAYERS, range(0, 8, 2), strict=True):
        place = opened.create_group(f"model_weights/{layer}/{layer}")
        place["kernel:0"], place["bias:0"] = values[at : at + 2]
    opened["optimizer_weights/iteration:0"] = np.int64(4690)
    for number, value in enumerate(values):
        opened[f"optimizer_weights/rmsprop/{number}:0"] = np.ones_like(value)


by_h5py("weights_h5", "model.save_weights", "mnist_cnn.weights.h5", keras_3_weights)
by_h5py("weights_h5_named", "model.save_weights", "mnist_cnn_weights.weights.h5", keras_3_weights)
by_h5py("model_h5", "model.save, as older courses have it", "mnist_cnn_weights.h5", keras_2_model)


@works(FAMILY, "model.save")
def model_keras(made):
    import h5py

    values = arrays(made)
    content, inner = io.BytesIO(), io.BytesIO()
    with h5py.File(inner, "w") as opened:
        keras_3_weights(opened, values)
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("metadata.json", '{"keras_version": "3.15.1"}')
        archive.writestr("config.json", '{"module": "keras", "class_name": "Functional"}')
        archive.writestr("model.weights.h5", inner.getvalue())
    del made.files[WEIGHTS]
    made.files["mnist_cnn.keras"] = content.getvalue()


@works(FAMILY, "no weights at all", name="weights_missing", lost=LOST)
def weights_missing(made):
    del made.files[WEIGHTS]
