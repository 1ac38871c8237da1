"""Observations are plain data, and readers believe nothing that they can work out."""

import copy
import subprocess
import sys
import time
import zipfile

import keras
import numpy as np
import pytest
from keras import layers

from autograder import EXERCISES
from autograder.answer.call_answer import ask
from autograder.checking import check_answer
from autograder.exercises.mnist_cnn import AT_ONCE, BY_DEFAULT, TWO_EPOCHS
from autograder.judge.hidden_calls import with_hidden_calls
from autograder.judge.judge import ask_all, judge
from autograder.keras_exercises import network
from autograder.keras_exercises.compiling import LOSSES, METRICS
from autograder.keras_exercises.small import bars, black, initial_weights, small_model
from autograder.keras_exercises.training import replay
from autograder.vocabulary.outcome import Outcome
from autograder.vocabulary.wire import decode, encode
from tests.autograder.answers import RIGHT

NAMES = ("build_cnn", "compile_cnn", "train_cnn", "trained_network")


def is_plain(value) -> bool:
    if type(value) in (list, tuple):
        return all(map(is_plain, value))
    if type(value) is dict:
        return all(type(key) is str and is_plain(item) for key, item in value.items())
    if type(value) is np.ndarray:
        return value.dtype.kind in "biuf"
    return value is None or type(value) in (bool, int, float, str)


def observed(name, answer):
    exercise = EXERCISES[name]
    return ask_all(exercise, lambda call, seconds: ask(exercise, answer, call, seconds))


@pytest.fixture(scope="module")
def honest():
    return {name: observed(name, RIGHT[name]) for name in NAMES}


def points(name, sent) -> float:
    """Judge data that somebody sends in reply to every call, or to each its own."""
    calls = EXERCISES[name].calls
    values = sent if isinstance(sent, Sent) else dict.fromkeys(calls, sent)
    return judge(EXERCISES[name], {call: Outcome(value=values[call]) for call in calls}).points


class Sent(dict):
    """Data by call."""


def values(outcomes):
    return Sent({call: copy.deepcopy(outcome.value) for call, outcome in outcomes.items()})


def test_importing_the_autograder_imports_no_keras():
    code = "import sys, autograder; sys.exit('keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class Conv2D(layers.Conv2D):
    """A class of the student's, of a name like Keras's."""


def odd_model():
    inputs = keras.Input((28, 28, 1))
    x = Conv2D(np.int64(4), 3, activation=lambda x: x)(inputs)
    x = layers.Lambda(lambda x: x)(keras.ops.relu(x))
    x = layers.Add()([x, layers.Conv2D(4, 3, padding="same")(x)])
    return keras.Model({"images": inputs}, layers.Dense(10)(layers.Flatten()(x)))


def odd_compile(model):
    model.compile(
        keras.optimizers.RMSprop(keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)),
        loss=lambda labels, outputs: keras.ops.mean(outputs),
        metrics={"dense": [lambda labels, outputs: 1.0]},
        loss_weights=[2.0],
    )


class TestHonest:
    @pytest.mark.parametrize("name", NAMES)
    def test_what_is_observed_is_plain_and_earns_all_after_a_journey(self, name, honest):
        assert all(outcome.error == "" for outcome in honest[name].values())
        assert all(is_plain(outcome.value) for outcome in honest[name].values())
        sent = Sent({call: decode(encode(o.value)) for call, o in honest[name].items()})
        assert points(name, sent) == EXERCISES[name].points

    @pytest.mark.parametrize(
        ("name", "answer"),
        [
            ("build_cnn", lambda: layers.Dense(3)),
            ("build_cnn", odd_model),
            ("compile_cnn", lambda model: None),
            ("compile_cnn", odd_compile),
            ("train_cnn", lambda model, images, labels, epochs=5, batch_size=64: model),
            ("train_cnn", lambda model, images, labels, epochs=5, batch_size=64: object()),
            ("trained_network", object()),
            ("trained_network", "no such file"),
        ],
    )
    def test_odd_answers_are_observed_as_plain_data_too(self, name, answer):
        for outcome in observed(name, answer).values():
            assert outcome.error == ""
            assert is_plain(outcome.value)
            assert outcome.value is not None


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


RUBBISH = {
    "number": 3,
    "text": "Functional",
    "long text": "x" * 10**6,
    "bytes": b"Functional",
    "NaN": float("nan"),
    "huge": 10**600,
    "empty list": [],
    "empty dict": {},
    "array": np.full((3, 3), np.nan),
    "long array": np.zeros(10**6),
    "array of texts": np.array(["", "0"]),
    "object": object(),
    "function": print,
    "deep": nested(5000),
    "long list": [0] * 10**6,
    "negative": -1,
    "module": "keras.src.layers.core.lambda_layer",
    "Lambda": {"kind": "Lambda", "class": "Lambda", "function": "print", "module": "os"},
    "names that lie": {"returned": "a\nb" * 1000},
}


def places(value, path=()):
    """Yield the paths to everything within plain data."""
    yield path
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value[:3]))
    else:
        return
    for key, item in items:
        yield from places(item, (*path, key))


def replaced(value, path, new):
    if not path:
        return new
    changed = copy.copy(value)
    changed[path[0]] = replaced(value[path[0]], path[1:], new)
    return changed


def removed(value, path):
    if len(path) > 1:
        return replaced(value, path[:1], removed(value[path[0]], path[1:]))
    changed = copy.copy(value)
    del changed[path[0]]
    return changed


class TestHostile:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("rubbish", RUBBISH.values(), ids=RUBBISH)
    def test_rubbish_earns_nothing_and_raises_nothing(self, name, rubbish):
        started = time.monotonic()
        assert points(name, rubbish) == 0
        assert time.monotonic() - started < 2

    @pytest.mark.parametrize("name", NAMES[:3])
    @pytest.mark.slow
    @pytest.mark.exhaustive
    def test_rubbish_anywhere_in_honest_data_raises_nothing(self, name, honest):
        call, outcome = list(honest[name].items())[-1]
        read = EXERCISES[name].read
        for path in places(outcome.value):
            for rubbish in RUBBISH.values():
                read(call, replaced(outcome.value, path, rubbish))
            if path:
                read(call, removed(outcome.value, path))

    def test_rubbish_among_the_arrays_of_weights_is_told_in_short(self, honest):
        ((call, outcome),) = honest["trained_network"].items()
        read = EXERCISES["trained_network"].read
        for rubbish in [*RUBBISH.values(), outcome.value[0].astype(complex)]:
            told = read(call, [rubbish, *outcome.value[1:]])
            assert type(told) is str
            assert len(told) < 500
        assert "NaN" in read(call, [weight * 1e300 for weight in map(np.float64, outcome.value)])
        assert "\n" not in read(call, "a\nb\x1b[31m" * 1000)

    @pytest.mark.parametrize(
        "change",
        [
            {"filters": 10**9},
            {"filters": -1},
            {"filters": True},
            {"filters": 4096, "kernel_size": [32, 32]},
            {"kernel_size": [10**6, 10**6]},
            {"kernel_size": [3]},
            {"groups": 7},
            {"padding": "causal"},
            {"strides": [0, 0]},
            {"data_format": "lambda"},
        ],
    )
    def test_no_network_is_built_of_impossible_settings(self, honest, change):
        (sent,) = values(honest["build_cnn"]).values()
        sent["layers"][2]["settings"] |= change
        ((call, _),) = honest["build_cnn"].items()
        described = EXERCISES["build_cnn"].read(call, sent)
        assert described.parameters is described.output_shape is None
        assert points("build_cnn", sent) <= 8 - 1.5

    def test_a_million_layers_are_no_model(self, honest):
        (sent,) = values(honest["build_cnn"]).values()
        sent["layers"] = sent["layers"] * 200_000
        assert points("build_cnn", sent) == 0

    def test_a_huge_layer_that_is_called_again_and_again_is_built_a_few_times(
        self, honest, monkeypatch
    ):
        ((call, _),) = honest["build_cnn"].items()
        layer = {"kind": "Dense", "module": "keras.src", "name": "a"}
        layer |= {"settings": {"units": 2000, "use_bias": True}}
        calls = [[["", 0]], *([["a", number]] for number in range(99))]
        sent = {"layers": [layer], "connections": {"a": calls}, "output": ["a", 99]}
        sent |= {"kind": "Functional", "input_shape": [None, 2000]}
        built = []
        build = network._built
        monkeypatch.setattr(network, "_built", lambda *what: built.append(what) or build(*what))
        assert EXERCISES["build_cnn"].read(call, sent).parameters is None
        assert 0 < len(built) < 4
        small = layer | {"settings": {"units": 2000, "use_bias": False}}
        assert (
            EXERCISES["build_cnn"]
            .read(
                call,
                sent | {"layers": [small], "connections": {"a": calls[:2]}, "output": ["a", 1]},
            )
            .parameters
            == 2000 * 2000
        )

    def test_layers_that_are_not_keras_own_are_not_built(self, honest):
        for kind, module in [("Lambda", "keras.src.layers"), ("Conv2D", "student")]:
            (sent,) = values(honest["build_cnn"]).values()
            sent["layers"][0] |= {"kind": kind, "module": module}
            verdict = judge(
                EXERCISES["build_cnn"], {c: Outcome(value=sent) for c in honest["build_cnn"]}
            )
            assert verdict.points == 8 - 1 - 1 - 2.5 - 0.5
            assert "can't be worked out" in str(verdict.results[1].problem.symptom)

    @pytest.mark.parametrize(
        ("connections", "output"),
        [
            (None, None),
            ({"a": [[["a", 0]]]}, ["a", 0]),
            ({"a": [[["b", 0]]], "b": [[["a", 0]]]}, ["a", 0]),
            ({"a": [[["", 0], ["", 0]]]}, ["a", 0]),
            ({"a": [[["", 0]]]}, ["a", 1]),
            ({"a": [[["", 0]]] * 1000}, ["a", 999]),
            ({"a": [[["", 0]]], "b": [[["", 0]]]}, ["b", 0]),
        ],
        ids=["none", "itself", "circle", "two inputs", "no such call", "many", "not all"],
    )
    def test_what_is_no_chain_is_not_built(self, honest, connections, output):
        ((call, _),) = honest["build_cnn"].items()
        layer = {"kind": "ReLU", "module": "keras.src", "settings": {}}
        named = [layer | {"name": name} for name in connections or ("a",)]
        sent = {"layers": named, "connections": connections, "output": output}
        sent |= {"kind": "Functional", "input_shape": [None, 28, 28, 1]}
        assert EXERCISES["build_cnn"].read(call, sent).parameters is None


class TestForgeries:
    def test_claimed_parameters_and_shapes_are_not_believed(self, honest):
        (sent,) = values(honest["build_cnn"]).values()
        sent["layers"][0]["settings"]["filters"] = 31
        sent |= {"parameters": 104_202, "output_shape": [None, 10]}
        assert points("build_cnn", sent) == 8 - 2.5 - 0.5

    def test_a_claimed_loss_and_accuracy_are_not_believed(self):
        claimed = {
            "optimizer": "RMSprop",
            "learning_rate": 0.001,
            "weights": 2,
            "trainable": 2,
            "losses": [{"class": "SparseCategoricalCrossentropy", "module": "student"}],
            "metrics": [{"function": "my_accuracy"}],
            "loss": 1.0,
            "expected_loss": 1.0,
            "accuracy": 0.5,
            "expected_accuracy": 0.5,
        }
        assert points("compile_cnn", claimed) == 1

    def test_right_losses_with_initial_weights_earn_nothing(self, honest):
        sent = values(honest["train_cnn"])
        for value in sent.values():
            value["weights"] = initial_weights()
        assert points("train_cnn", sent) == 0

    def test_weights_of_another_call_earn_nothing(self, honest):
        sent = values(honest["train_cnn"])
        weights = [sent[call]["weights"] for call in (BY_DEFAULT, AT_ONCE, TWO_EPOCHS)]
        for call, other in zip((AT_ONCE, TWO_EPOCHS, BY_DEFAULT), weights, strict=True):
            sent[call]["weights"] = other
        assert points("train_cnn", sent) == 0

    def test_weights_a_little_beside_those_of_training_earn_nothing(self, honest):
        sent = values(honest["train_cnn"])
        for value in sent.values():
            value["weights"][1] = value["weights"][1] + np.float32(1e-3)
        assert points("train_cnn", sent) == 0

    def test_made_up_losses_earn_nothing(self, honest):
        sent = values(honest["train_cnn"])
        for value in sent.values():
            value["losses"] = [1 / (n + 1) for n in range(len(value["losses"]))]
        assert points("train_cnn", sent) == 0


def mixed():
    return [
        layers.Rescaling(1 / 255),
        layers.Conv2D(8, (3, 5), strides=(2, 1), padding="same", use_bias=False),
        layers.BatchNormalization(scale=False),
        layers.Activation("relu"),
        layers.AveragePooling2D((2, 3), strides=2),
        layers.Conv2D(6, 2, groups=2, activation=layers.LeakyReLU()),
        layers.Dropout(0.3),
        layers.Reshape((-1, 1, 6)),
        layers.GlobalMaxPooling2D(),
        layers.Dense(10, activation="softmax"),
    ]


def chained(chosen):
    inputs = x = keras.Input((28, 28, 1))
    for layer in chosen:
        x = layer(x)
    return keras.Model([inputs], x)


def used_twice():
    pool = layers.MaxPooling2D(2)
    return chained([layers.Conv2D(3, 3), pool, layers.ReLU(), pool, layers.Flatten()])


class TestBuilding:
    @pytest.mark.parametrize(
        "build",
        [
            lambda: keras.Sequential([keras.Input((28, 28, 1)), *mixed()]),
            lambda: chained(mixed()),
            lambda: chained([layers.ZeroPadding2D(2), *mixed()]),
            lambda: chained([layers.Conv2D(4, 3, groups=1, dilation_rate=2), *mixed()]),
            used_twice,
        ],
        ids=["sequential", "functional", "padded", "dilated", "a layer used twice"],
    )
    def test_shapes_and_sizes_are_those_of_the_model(self, build):
        model = build()
        (outcome,) = observed("build_cnn", lambda: model).values()
        described = EXERCISES["build_cnn"].read(None, outcome.value)
        assert described.input_shape == model.input_shape
        assert described.output_shape == model.output_shape
        assert described.parameters == model.count_params()


class TestCompiling:
    @pytest.mark.parametrize(
        ("chosen", "expected"),
        [
            ({"loss": ["sparse_categorical_crossentropy"]}, 3),
            ({"metrics": {"dense": ["ACC"]}}, 3),
            ({"weighted_metrics": ["accuracy"], "metrics": None}, 3),
            ({"metrics": [keras.metrics.sparse_categorical_accuracy]}, 3),
            ({"metrics": [keras.metrics.SparseCategoricalAccuracy(name="right")]}, 2),
            ({"loss": keras.losses.SparseCategoricalCrossentropy(from_logits=True)}, 2),
            ({"loss": keras.losses.SparseCategoricalCrossentropy(reduction="sum")}, 2),
            ({"loss": keras.losses.SparseCategoricalCrossentropy(ignore_class=3)}, 2),
            ({"loss": lambda labels, outputs: keras.ops.mean(outputs)}, 2),
            ({"loss_weights": [3.0]}, 2),
        ],
    )
    def test_the_ways_to_say_it(self, chosen, expected):
        usual = {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]}

        def compile_cnn(model):
            model.compile(optimizer="rmsprop", **(usual | chosen))

        outcomes = observed("compile_cnn", compile_cnn)
        assert judge(EXERCISES["compile_cnn"], outcomes).points == expected

    def test_frozen_weights_are_seen(self):
        def compile_cnn(model):
            model.layers[-1].trainable = False
            model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])

        assert judge(EXERCISES["compile_cnn"], observed("compile_cnn", compile_cnn)).points == 2

    @pytest.mark.parametrize("name", sorted(LOSSES))
    def test_losses_are_keras_own(self, name):
        assert issubclass(getattr(keras.losses, name), keras.losses.Loss)

    @pytest.mark.parametrize("name", sorted(METRICS))
    def test_metrics_are_keras_own(self, name):
        assert issubclass(getattr(keras.metrics, name), keras.metrics.Metric)


class TestTraining:
    @pytest.mark.parametrize("data", [bars(), black(5)], ids=["bars", "black"])
    def test_the_replay_does_what_keras_does(self, data):
        weights, losses = replay(initial_weights(), **data)
        model = small_model(initial_weights())
        model.compile("rmsprop", "sparse_categorical_crossentropy")
        for step in range(1, 101):
            model.train_on_batch(data["images"], data["labels"])
            for have, want in zip(model.get_weights(), weights[step], strict=True):
                np.testing.assert_allclose(have, want, rtol=0, atol=5e-6)
        loss = model.evaluate(data["images"], data["labels"], verbose=0)
        assert loss == pytest.approx(losses[100], abs=1e-4)

    def test_a_model_compiled_again_is_trained_the_same(self):
        def train_cnn(model, images, labels, epochs=5, batch_size=64):
            RIGHT["compile_cnn"](model)
            return model.fit(images, labels, batch_size, epochs, shuffle=False, verbose=0)

        assert judge(EXERCISES["train_cnn"], observed("train_cnn", train_cnn)).points == 3

    def test_training_twice_is_seen(self):
        def train_cnn(model, images, labels, epochs=5, batch_size=64):
            model.fit(images, labels, batch_size, epochs, verbose=0)
            return model.fit(images, labels, batch_size, epochs, verbose=0)

        verdict = judge(EXERCISES["train_cnn"], observed("train_cnn", train_cnn))
        assert [result.passed for result in verdict.results][1:] == [False, False]

    def test_a_part_of_the_images_is_not_enough(self):
        def train_cnn(model, images, labels, epochs=5, batch_size=64):
            return model.fit(images[:3], labels[:3], batch_size, epochs, verbose=0)

        assert judge(EXERCISES["train_cnn"], observed("train_cnn", train_cnn)).points == 0


class TestWeightsFile:
    def test_a_zip_bomb_is_not_unpacked(self, tmp_path):
        path = tmp_path / "bomb.npz"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            archive.writestr("arr_0.npy", b"\0" * 300_000_000)
        assert path.stat().st_size < 5_000_000
        (outcome,) = observed("trained_network", path).values()
        assert "too large, 300.0 MB" in outcome.value

    def test_a_header_that_claims_too_much_is_refused(self, tmp_path):
        path = tmp_path / "claims.npz"
        header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999,), }\n"
        with zipfile.ZipFile(path, "w") as archive:
            prefix = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little")
            archive.writestr("arr_0.npy", prefix + header)
        (outcome,) = observed("trained_network", path).values()
        assert "is no weights file" in outcome.value

    def test_many_arrays_are_not_read(self, tmp_path):
        path = tmp_path / "many.npz"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(200):
                archive.writestr(f"arr_{number}.npy", b"")
        (outcome,) = observed("trained_network", path).values()
        assert "is no weights file" in outcome.value


@pytest.mark.slow
class TestTrainingInARun:
    """Each grading run begins with other weights, and other labels of other images."""

    def test_the_reference_earns_all_points(self):
        for seed in ("one", "another"):
            fresh = with_hidden_calls(EXERCISES["train_cnn"], seed)
            verdict = check_answer(fresh, RIGHT["train_cnn"])
            assert verdict.points == 3, str(verdict)

    def test_weights_recorded_from_a_check_earn_nothing(self, honest):
        recorded = list(values(honest["train_cnn"]).values())

        def train_cnn(model, images, labels, epochs=5, batch_size=64):
            history = model.fit(images[:1], labels[:1], batch_size, epochs, verbose=0)
            answer = recorded[{4: 0, 5: 2}.get(epochs, 1)]
            history.history["loss"] = answer["losses"]
            model.set_weights(answer["weights"])
            return history

        exercise = EXERCISES["train_cnn"]
        assert check_answer(exercise, train_cnn).points == 3
        assert check_answer(with_hidden_calls(exercise, "a secret"), train_cnn).points == 0
