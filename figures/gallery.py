"""Which pictures there are, and where they are kept."""

from collections.abc import Callable
from pathlib import Path

from autograder.assignments import LAB6, LAB6_BACKPROPAGATION, Assignment
from figures.architecture import architecture
from figures.chain_rule import chain_rule
from figures.channels_and_filters import channels_and_filters
from figures.conv_backward import conv_backward
from figures.convolution import convolution
from figures.cross import cross
from figures.feature_maps import feature_maps
from figures.max_backward import max_backward
from figures.max_pooling import max_pooling
from figures.network import network
from figures.padding_same import padding_same
from figures.padding_uneven import padding_uneven
from figures.small_network import small_network
from figures.softmax_cross_entropy import softmax_cross_entropy
from figures.stride_backward import stride_backward
from figures.strides import strides

SOURCE = Path(__file__).parents[1] / "source"

Pictures = dict[Path, Callable[[], str]]
"""Where each picture is kept, and what draws it."""


def _of(assignment: Assignment, pictures: dict[str, Callable[[], str]]) -> Pictures:
    folder = SOURCE / assignment.name / "figures"
    return {folder / name: draw for name, draw in pictures.items()}


PICTURES = _of(
    LAB6,
    {  # in the order of the lab's sections
        "architecture.svg": architecture,
        "convolution.svg": convolution,
        "padding_same.svg": padding_same,
        "padding_uneven.svg": padding_uneven,
        "strides.svg": strides,
        "channels_and_filters.svg": channels_and_filters,
        "max_pooling.svg": max_pooling,
        "cross.svg": cross,
        "feature_maps.svg": feature_maps,
        "network.svg": network,
    },
) | _of(
    LAB6_BACKPROPAGATION,
    {
        "chain_rule.svg": chain_rule,
        "softmax_cross_entropy.svg": softmax_cross_entropy,
        "conv_backward.svg": conv_backward,
        "stride_backward.svg": stride_backward,
        "max_backward.svg": max_backward,
        "small_network.svg": small_network,
    },
)
"""The pictures of all assignments."""
