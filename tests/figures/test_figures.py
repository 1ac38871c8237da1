import re
from xml.etree import ElementTree

import numpy as np
import pytest

from cnn_reference import conv2d, convolve2d, max_pool2d, same_padding, strided_convolve2d
from figures import channels_and_filters, max_pooling, palette, sliding_window
from figures.example_digit import passage
from figures.gallery import PICTURES, SOURCE
from figures.lab_network import lab_layers
from figures.svg import NAMESPACE

SVG = f"{{{NAMESPACE}}}"
MOST_BYTES = 150_000
SMALLEST_TEXT = 12


LAB6 = SOURCE / "lab6" / "figures"


def parsed(name):
    # Our own files, written a moment ago.
    return ElementTree.fromstring((LAB6 / name).read_bytes())  # noqa: S314


def texts(root):
    return [element.text for element in root.iter(f"{SVG}text")]


def output_cells(name):
    root = parsed(name)
    (output,) = (group for group in root.iter(f"{SVG}g") if group.get("id") == "output")
    return [int(content) for content in texts(output)]


def parents(root):
    return {child: parent for parent in root.iter() for child in parent}


def drawn_size(element, parent_of):
    while element.get("font-size") is None:
        element = parent_of[element]
    return float(element.get("font-size"))


def test_the_folders_hold_these_pictures_and_no_other():
    assert sorted(SOURCE.glob("*/figures/*.svg")) == sorted(PICTURES)


@pytest.mark.parametrize(
    "path", PICTURES, ids=[f"{path.parts[-3]}-{path.stem}" for path in PICTURES]
)
class TestEachPicture:
    def test_is_what_a_rebuild_gives(self, path):
        assert path.read_bytes() == PICTURES[path]().encode()

    def test_is_the_same_when_drawn_twice(self, path):
        assert PICTURES[path]() == PICTURES[path]()

    def test_tells_what_it_shows(self, path):
        root = parsed(path)
        assert root.tag == f"{SVG}svg"
        assert len(root.findtext(f"{SVG}title")) > 20
        assert len(root.findtext(f"{SVG}desc")) > 80

    def test_is_small(self, path):
        assert path.stat().st_size < MOST_BYTES

    def test_fetches_nothing(self, path):
        content = path.read_text(encoding="utf-8")
        assert re.findall(r"https?://[^\"' ]*", content) == [NAMESPACE]
        assert not re.search(r"<script|<image|<foreignObject|@import|@font-face|href=", content)
        assert set(re.findall(r"url\((.)", content)) <= {"#"}

    def test_has_a_size_and_fits_a_notebook(self, path):
        root = parsed(path)
        width, height = float(root.get("width")), float(root.get("height"))
        assert root.get("viewBox") == f"0 0 {width:g} {height:g}"
        assert width <= 900

    def test_each_of_its_colours_changes_on_a_dark_page(self, path):
        root = parsed(path)
        dark = root.findtext(f"{SVG}style").split("prefers-color-scheme:dark")[1]
        colours = {
            (paint, element.get(paint))
            for element in root.iter()
            for paint in ("fill", "stroke")
            if element.get(paint, "none")[0] == "#"
        }
        assert colours
        for paint, colour in colours:
            assert f'[{paint}="{colour}"]{{{paint}:{palette.DARK[colour]}}}' in dark

    def test_its_text_can_be_read(self, path):
        root = parsed(path)
        parent_of = parents(root)
        sizes = [drawn_size(element, parent_of) for element in root.iter(f"{SVG}text")]
        assert min(sizes) >= SMALLEST_TEXT


def luminance(colour):
    """WCAG 2's relative luminance."""
    levels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


@pytest.mark.parametrize("page", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("INK", "CARD CELL WINDOW_TINT OUTPUT_TINT POOLED_TINT SECOND_TINT"),
        ("MUTED", "CARD CELL ZERO"),
        ("WINDOW", "CARD CELL WINDOW_TINT"),
        ("OUTPUT", "CARD CELL OUTPUT_TINT"),
        ("POOLED", "CARD CELL POOLED_TINT"),
        ("SECOND", "CARD CELL SECOND_TINT"),
    ],
)
def test_text_stands_out_from_its_ground(ink, grounds, page):
    for ground in grounds.split():
        colours = [getattr(palette, name) for name in (ink, ground)]
        if page == "dark":
            colours = [palette.DARK[colour] for colour in colours]
        dark, light = sorted(luminance(colour) for colour in colours)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


@pytest.mark.parametrize(
    ("name", "strides", "padding"),
    [
        ("convolution.svg", 1, "valid"),
        ("padding_same.svg", 1, "same"),
        ("strides.svg", 2, "valid"),
    ],
)
class TestAnimations:
    def expected(self, strides, padding):
        return strided_convolve2d(
            sliding_window.FEATURE_MAP, sliding_window.KERNEL, strides, padding
        )

    def test_the_output_is_the_references(self, name, strides, padding):
        assert output_cells(name) == self.expected(strides, padding).ravel().tolist()

    def test_each_line_of_products_adds_up_to_its_output(self, name, strides, padding):
        moments = [
            group
            for group in parsed(name).iter(f"{SVG}g")
            if group.get("class", "").startswith("moment")
        ]
        sums = []
        for moment in moments:
            written = " ".join(texts(moment))
            products = re.findall(r"(\d+)·(\d+)", written)
            assert len(products) == sliding_window.KERNEL.size
            sums.append(sum(int(pixel) * int(weight) for pixel, weight in products))
            assert re.search(r"= (\d+)", written)[1] == str(sums[-1])
        assert sums == self.expected(strides, padding).ravel().tolist()

    def test_without_animation_the_last_window_alone_is_lit(self, name, strides, padding):
        hidden = [
            group.get("opacity") == "0"
            for group in parsed(name).iter(f"{SVG}g")
            if group.get("class", "").startswith("moment")
        ]
        assert hidden == [True] * (self.expected(strides, padding).size - 1) + [False]


@pytest.mark.parametrize("name", ["convolution.svg", "padding_same.svg", "strides.svg"])
def test_who_wants_no_motion_gets_none(name):
    style = parsed(name).findtext(f"{SVG}style")
    _, reduced = style.split("@media (prefers-reduced-motion:reduce)")
    assert "animation:none" in reduced


def test_the_zeros_of_the_uneven_paddings_are_the_references():
    shown = texts(parsed("padding_uneven.svg"))
    for before, after in (same_padding(6, 3, 2), same_padding(5, 4)):
        assert f"{before} left, {after} right" in shown
    assert shown.count("0") == sum(same_padding(6, 3, 2) + same_padding(5, 4))


def test_the_two_output_maps_are_the_references():
    image, filters = channels_and_filters.IMAGE, channels_and_filters.FILTERS
    output = conv2d(image[np.newaxis], filters, channels_and_filters.BIAS)[0]
    results = [
        sum(convolve2d(image[:, :, channel], filters[:, :, channel, index]) for channel in range(3))
        + channels_and_filters.BIAS[index]
        for index in range(2)
    ]
    np.testing.assert_array_equal(output, np.stack(results, axis=-1))
    shown = " ".join(texts(parsed("channels_and_filters.svg")))
    for index in range(2):
        numbers = " ".join(f"{number:g}" for number in output[:, :, index].ravel())
        assert f"{numbers.replace('-', '−')} output map {index}" in shown


def test_the_maxima_are_the_references():
    feature_map = max_pooling.FEATURE_MAP[np.newaxis, :, :, np.newaxis]
    maxima = [f"{number:g}" for number in max_pool2d(feature_map).ravel()]
    bold = [
        group
        for group in parsed("max_pooling.svg").iter(f"{SVG}g")
        if group.get("font-weight") == "bold"
    ]
    assert [texts(group) for group in bold] == [maxima]


def test_a_cross_is_found_wherever_it_lies_and_nothing_else_is():
    shown = texts(parsed("cross.svg"))
    verdicts = [content for content in shown if content in {"cross", "no cross"}]
    scores = [shown[index - 1] for index, content in enumerate(shown) if content in verdicts]
    assert verdicts == ["cross", "cross", "no cross", "no cross", "no cross"]
    assert scores == ["6", "6", "3", "0", "0"]


def test_the_network_is_the_labs():
    layers = lab_layers()
    counts = [layer.parameters for layer in layers]
    assert counts == [0, 320, 0, 18_496, 0, 73_856, 0, 11_530]
    shown = texts(parsed("network.svg"))
    assert {f"{count:,}" for count in [*counts, 104_202]} <= set(shown)
    shapes = [f"({', '.join(map(str, layer.shape))})" for layer in layers]
    assert [content for content in shown if content in shapes] == shapes
    assert set(shapes) <= set(texts(parsed("feature_maps.svg")))


def test_the_maps_of_the_architecture_have_the_labs_shapes():
    assert [maps.shape for maps in passage().maps] == [layer.shape for layer in lab_layers()[1:6]]


def test_the_example_digit_is_recognised_and_its_probabilities_are_shown():
    digit = passage()
    assert digit.probabilities.argmax() == digit.label
    shown = [content for content in texts(parsed("architecture.svg")) if content.endswith(" %")]
    assert shown == [f"{100 * probability:.0f} %" for probability in digit.probabilities]
