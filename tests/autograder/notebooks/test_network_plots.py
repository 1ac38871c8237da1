from html import unescape
from typing import Any

import numpy as np
import pytest

from autograder.notebooks import network_plots
from autograder.truth import keras_layers
from cnn_reference import load_weights
from mnist_data import load_mnist


@pytest.fixture(scope="module")
def weights() -> Any:
    return load_weights()


@pytest.fixture(scope="module")
def digits() -> Any:
    _, (images, labels) = load_mnist()
    return images[:400], labels[:400]


def test_the_maps_are_those_that_the_scores_come_from(weights: Any, digits: Any) -> None:
    images = digits[0][:3, :, :, None] / 255
    maps = list(keras_layers.feature_maps(weights, images))
    assert [np.shape(block)[1:] for block in maps] == [
        *((26, 26, 32), (13, 13, 32), (11, 11, 64), (5, 5, 64), (3, 3, 128)),
    ]
    scores = np.reshape(maps[-1], (3, -1)) @ weights[-2] + weights[-1]
    np.testing.assert_allclose(scores, keras_layers.scores(weights, images), atol=1e-3)


def shown(name: str, weights: Any, images: Any, labels: Any) -> network_plots.Picture:
    show = getattr(network_plots, f"show_{name}")
    if name == "filters":
        return show(weights)
    if name in {"evolution", "pooling"}:
        return show(weights, images[0])
    return show(weights, images, labels)


NAMES = ("filters", "evolution", "pooling", "mistakes", "confusion")


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_is_one_image_with_words(name: str, weights: Any, digits: Any) -> None:
    from matplotlib import pyplot as plt

    picture = shown(name, weights, *digits)
    assert picture.png.startswith(b"\x89PNG")
    assert len(picture.png) < 300_000
    html = picture._repr_html_()
    assert html.count("<img") == 1
    assert picture.words in unescape(html)
    assert plt.get_fignums() == []


def test_words_tell_what_is_seen(weights: Any, digits: Any) -> None:
    images, labels = digits
    answers = keras_layers.predict(weights, images[..., None] / 255).argmax(axis=1)
    wrong = int((answers != labels).sum())
    assert 0 < wrong < 10
    assert repr(network_plots.show_mistakes(weights, images, labels)).startswith(
        f"{wrong} of 400 digits"
    )
    assert f"{400 - wrong} of 400 are on the diagonal" in repr(
        network_plots.show_confusion(weights, images, labels)
    )
    assert "The network takes it for a 7" in repr(network_plots.show_evolution(weights, images[0]))


def test_a_model_will_do_as_well_as_its_weights(weights: Any, digits: Any) -> None:
    class Model:
        def get_weights(self) -> Any:
            return weights

    image = digits[0][0]
    assert (
        network_plots.show_pooling(Model(), image / 255).png
        == network_plots.show_pooling(weights, image).png
    )


def test_another_network_is_refused_in_words(weights: Any) -> None:
    with pytest.raises(ValueError, match=r"the lab's network: 8 arrays, .* Received 2 arrays"):
        network_plots.show_filters(weights[-2:])


def test_no_mistakes_are_no_fault(weights: Any, digits: Any) -> None:
    images, labels = digits
    assert repr(network_plots.show_mistakes(weights, images[:2], labels[:2])).startswith(
        "0 of 2 digits"
    )
    assert "nothing" in repr(network_plots.show_confusion(weights, images[:2], labels[:2]))


def test_a_dark_style_of_matplotlib_changes_nothing(weights: Any, digits: Any) -> None:
    from matplotlib import pyplot as plt

    usual = network_plots.show_pooling(weights, digits[0][0]).png
    with plt.style.context("dark_background"):
        assert network_plots.show_pooling(weights, digits[0][0]).png == usual
