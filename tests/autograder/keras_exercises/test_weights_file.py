"""Weights under other names and in other formats: the numbers are taken, and nothing else."""

import io
import pickle
import shutil
import zipfile

import h5py
import keras
import numpy as np
import pytest

from autograder import EXERCISES, check
from autograder.exercises.from_scratch import SHAPES
from autograder.keras_exercises.judges import after_five_epochs
from autograder.keras_exercises.observing import observe_weights
from autograder.keras_exercises.weights import Trained, read_weights
from autograder.keras_exercises.weights_file import NoWeightsError, arrays_in, find_weights
from autograder.vocabulary.exercise import Call
from autograder.vocabulary.outcome import Outcome
from cnn_reference import TRAINED_WEIGHTS, load_weights
from cnn_reference.mnist_cnn import build_cnn

NAME = "mnist_cnn_weights.npz"
WEIGHTS = load_weights()


@pytest.fixture(scope="module")
def model():
    built = build_cnn()
    built.compile("rmsprop", "sparse_categorical_crossentropy")
    built.set_weights(WEIGHTS)
    built.optimizer.build(built.trainable_variables)  # as after training
    return built


def equal(arrays):
    by_shape = {array.shape: array for array in arrays}
    return len(arrays) == 8 and all(np.array_equal(by_shape[w.shape], w) for w in WEIGHTS)


@pytest.mark.parametrize("name", ["m.keras", "m.h5", "m.weights.h5", "other.weights.h5"])
def test_what_keras_saves_is_read(tmp_path, model, name):
    save = model.save_weights if name.endswith(".weights.h5") else model.save
    save(tmp_path / name)
    assert equal(arrays_in(find_weights(tmp_path / NAME, tmp_path)))


def test_a_model_that_can_t_be_loaded_is_still_only_numbers(tmp_path):
    class Own(keras.layers.Layer):
        def call(self, x):
            raise AssertionError("never called")

    inputs = keras.Input((28, 28, 1))
    keras.Model(inputs, keras.layers.Conv2D(2, 3, name="a")(inputs)).save(tmp_path / "m.keras")
    assert [array.shape for array in arrays_in(tmp_path / "m.keras")] == [(3, 3, 1, 2), (2,)]


@pytest.mark.parametrize(
    "arrays",
    [
        {f"w{number}": weight for number, weight in enumerate(WEIGHTS)},
        {f"w{9 - number}": weight for number, weight in enumerate(WEIGHTS[::-1])},
        {f"w{number}": weight.astype(float) for number, weight in enumerate(WEIGHTS)},
        {f"w{number}": weight.astype(">f4") for number, weight in enumerate(WEIGHTS)},
    ],
    ids=["names", "order", "double", "big endian"],
)
def test_arrays_are_known_by_their_shapes(tmp_path, arrays):
    np.savez(tmp_path / NAME, **arrays)
    sent = observe_weights(str(tmp_path / NAME), Call())
    read = read_weights(SHAPES, Call(), sent)
    assert read.share == pytest.approx(0.9901)
    assert read.bias == pytest.approx(0.0346, abs=1e-4)


def copied(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(str(TRAINED_WEIGHTS), folder / name)


@pytest.mark.parametrize(
    "name",
    [
        "mnist_cnn_weights (1).npz",
        "mnist_cnn_weights-1.npz",
        "MNIST_CNN_WEIGHTS.NPZ",
        "mnist_cnn_weights.npz.npz",
        "mnist_cnn_weights.zip",
        "mnist_cnn_weights",
        "weights/mnist_cnn_weights.npz",
        "weights.npz",
    ],
)
def test_another_name_is_found(tmp_path, name):
    copied(tmp_path, name)
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    assert find_weights(tmp_path / NAME, tmp_path) == tmp_path / name


def test_a_path_that_leads_nowhere_is_looked_for_in_the_notebook_s_folder(tmp_path):
    copied(tmp_path, "weights (1).npz")
    for path in ("/content/drive/MyDrive/weights.npz", r"C:\Users\me\weights.npz", "weights.npz"):
        assert find_weights(path, tmp_path) == tmp_path / "weights (1).npz"


def test_the_nearer_name_wins_and_copies_are_one(tmp_path):
    copied(tmp_path, "mnist_cnn_weights (1).npz", "mnist_cnn_weights (2).npz")
    np.savez(tmp_path / "other.npz", *WEIGHTS[:2])
    assert "mnist_cnn_weights (" in find_weights(NAME, tmp_path).name


def test_several_that_differ_are_named(tmp_path):
    for number in (1, 2):
        np.savez(tmp_path / f"weights{number}.npz", *WEIGHTS[:number])
    with pytest.raises(NoWeightsError, match=r"several others: weights1.npz, weights2.npz"):
        find_weights(NAME, tmp_path)


@pytest.mark.parametrize("folder", ["mnist_cnn_weights", ""])
def test_what_was_unpacked_is_put_together(tmp_path, folder):
    with zipfile.ZipFile(str(TRAINED_WEIGHTS)) as archive:
        archive.extractall(tmp_path / folder)
    assert equal(arrays_in(find_weights(NAME, tmp_path)))


class Deadly:
    def __reduce__(self):
        return exit, ()


@pytest.mark.parametrize("name", ["weights.pkl", "weights.npy", "weights.npz", "weights.pt"])
def test_no_pickle_is_opened(tmp_path, name):
    if name.endswith(".npy"):
        np.save(tmp_path / name, np.array([Deadly()], dtype=object), allow_pickle=True)
    elif name.endswith(".npz"):
        np.savez(tmp_path / name, weights=np.array([Deadly()], dtype=object))
    elif name.endswith(".pt"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("weights/data.pkl", pickle.dumps(Deadly()))
    else:
        (tmp_path / name).write_bytes(pickle.dumps(Deadly()))
    with pytest.raises(NoWeightsError, match="a pickle is a program"):
        arrays_in(find_weights(NAME, tmp_path))
    verdict = check("trained_network", str(tmp_path / NAME))
    assert verdict.points == 0
    assert name in str(verdict)


def hdf5(write):
    content = io.BytesIO()
    with h5py.File(content, "w") as opened:
        write(opened)
    return content.getvalue()


def with_a_link(opened):
    opened["a"] = h5py.ExternalLink("/etc/passwd", "/")
    opened["b"] = h5py.SoftLink("/a")


def with_outside_data(opened):
    layout = h5py.VirtualLayout((2,), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (2,))
    opened.create_virtual_dataset("a", layout)


def with_text(opened):
    opened["a"] = "text"
    opened["b"] = np.arange(3)


@pytest.mark.parametrize("write", [with_a_link, with_outside_data, with_text])
def test_of_an_h5_only_its_own_numbers_are_taken(tmp_path, write):
    (tmp_path / "w.h5").write_bytes(hdf5(write))
    assert arrays_in(tmp_path / "w.h5") == []


def test_an_h5_that_unpacks_to_more_is_refused(tmp_path):
    def bomb(opened):
        opened.create_dataset("a", (10_000_000,), "f4", chunks=True, compression="gzip")

    (tmp_path / "w.h5").write_bytes(hdf5(bomb))
    with pytest.raises(NoWeightsError, match="too large"):
        arrays_in(tmp_path / "w.h5")


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89HDF\r\n\x1a\n", b"PK\x03\x04", b"\x93NUMPY"])
def test_what_is_broken_is_no_weights_file(tmp_path, data):
    (tmp_path / NAME).write_bytes(data)
    with pytest.raises(NoWeightsError, match="is no weights file"):
        arrays_in(tmp_path / NAME)


@pytest.mark.parametrize(
    ("share", "bias", "says"),
    [
        (0.9849, 0.035, "you did nothing wrong"),
        (0.976, 0.035, "you did nothing wrong"),
        (0.9849, 0.018, "train for all 5"),
        (0.96, 0.018, ""),
        (0.96, 0.035, ""),
    ],
)
def test_who_was_unlucky_is_told_apart(share, bias, says):
    exercise = EXERCISES["trained_network"]
    (found,) = (case.judge for case in exercise.cases if "98.5" in case.name)
    problem = found(exercise, Call(), Outcome(value=Trained(share, bias)))
    assert says in problem.next_step
    assert bool(says) is bool(problem.next_step)


def test_the_shipped_network_looks_fully_trained():
    read = read_weights(SHAPES, Call(), [np.asarray(weight) for weight in WEIGHTS])
    assert "you did nothing wrong" in after_five_epochs(read)
