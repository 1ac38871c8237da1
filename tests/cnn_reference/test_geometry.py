import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn_reference import count_parameters, naive, output_size, same_padding

SIZES, KERNELS, STRIDES = st.integers(1, 40), st.integers(1, 12), st.integers(1, 12)


@given(SIZES, KERNELS, STRIDES)
def test_sizes_are_what_counting_gives(size, kernel, stride):
    same = naive.window_starts(size, kernel, stride, "same")
    assert output_size(size, kernel, stride, "Same") == len(same)
    before, after = same_padding(size, kernel, stride)
    assert before == -same[0]
    assert after == max(same[-1] + kernel - size, 0)
    assert 0 <= after - before <= 1

    valid = naive.window_starts(size, kernel, stride, "valid")
    if valid:
        assert output_size(size, kernel, stride) == len(valid)
    else:
        with pytest.raises(ValueError, match=f"output_size: a window of {kernel} .* into {size} "):
            output_size(size, kernel, stride)


def test_sizes_are_integers():
    assert type(output_size(28, 3)) is int
    assert type(output_size(28, 3, 2, "same")) is int


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [((3, 1, 32), 320), ((3, 32, 64), 18_496), (((3, 3), 64, 128), 73_856), (((2, 5), 3, 4), 124)],
)
def test_parameters(arguments, expected):
    assert count_parameters(*arguments) == expected
    assert count_parameters(*arguments, use_bias=False) == expected - arguments[2]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: output_size(0, 3), ValueError, "output_size: input_size .*least 1, got 0"),
        (lambda: output_size(5, 3.0), TypeError, r"output_size: kernel_size .*integer.*3\.0"),
        (lambda: output_size(5, 3, -1), ValueError, "output_size: stride .*least 1, got -1"),
        (lambda: output_size(5, 3, 1, None), ValueError, "output_size: padding .*got None"),
        (lambda: count_parameters(3, 0, 1), ValueError, "count_parameters: in_channels .*got 0"),
        (lambda: count_parameters("3", 1, 1), TypeError, "count_parameters: kernel_size .*'3'"),
        (lambda: count_parameters(3, 1, 1.5), TypeError, r"count_parameters: filters .*1\.5"),
    ],
)
def test_wrong_arguments(call, error, message):
    with pytest.raises(error, match=message):
        call()
