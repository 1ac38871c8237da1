"""What arrives from a student's process is plain data or a WireError, within a deadline."""

import contextlib
import json
import math
import socket
import struct
import threading
import time
import tracemalloc
from collections import OrderedDict, namedtuple
from enum import IntEnum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.vocabulary.wire import (
    DTYPES,
    MAGIC,
    PREFIX,
    Channel,
    FrameLimits,
    Opaque,
    WireClosedError,
    WireError,
    WireTimeoutError,
    decode,
    encode,
)
from tests.autograder.vocabulary import fuzz_wire
from tests.autograder.vocabulary.fuzz_wire import framed

KINDS = sorted(set(DTYPES.values()))
EARLIER, NEVER = -math.inf, math.inf


def bits(number):
    return struct.pack("<d", number)


def is_same(one, other):
    """Compare types, bits, layouts and order, all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and one.flags.fnc == other.flags.fnc
            and one.tobytes() == other.tobytes()
        )
    if isinstance(one, np.generic):
        return one.tobytes() == other.tobytes()
    if isinstance(one, float):
        return bits(one) == bits(other)
    if isinstance(one, dict):
        return is_same(list(one.items()), list(other.items()))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    return one == other


def soon():
    return time.monotonic() + 30


def array_of(name):
    shapes = array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4)
    return arrays(np.dtype(name), shapes)


any_array = st.sampled_from(KINDS).flatmap(array_of)
any_scalar = (
    st.sampled_from(KINDS)
    .flatmap(lambda name: arrays(np.dtype(name), ()))
    .map(lambda array: array[()])
)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | text
    | any_scalar
    | any_array
    | any_array.map(np.asfortranarray)
    | st.builds(Opaque, text),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(text, inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    yield Channel(ours), theirs
    ours.close()
    theirs.close()


# Round trips


@given(plain)
def test_plain_data_comes_back_as_it_was(value):
    assert is_same(decode(encode(value)), value)


@given(plain)
def test_a_frame_can_be_read_from_any_kind_of_buffer(value):
    frame = encode(value)
    assert encode(decode(memoryview(b"x" + frame)[1:])) == encode(decode(bytearray(frame))) == frame


@given(st.integers(0, 2**64 - 1))
def test_every_float_keeps_its_bits(pattern):
    number = struct.unpack("<d", pattern.to_bytes(8, "little"))[0]
    assert is_same(decode(encode(number)), number)


@pytest.mark.parametrize("number", [-0.0, math.nan, -math.nan, math.inf, -math.inf, 5e-324])
@pytest.mark.parametrize("kind", [float, np.float16, np.float32, np.float64])
def test_special_floats_keep_their_bits_and_type(number, kind):
    assert is_same(decode(encode(kind(number))), kind(number))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("order", ["C", "F"])
def test_layout_and_dtype_of_an_array_are_kept(kind, order):
    array = np.arange(24).reshape(2, 3, 4).astype(kind, order=order)
    assert is_same(decode(encode(array)), array)


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0, 2), (), (1,) * 32])
def test_unusual_shapes_are_kept(shape):
    assert decode(encode(np.zeros(shape, np.int8))).shape == shape


def test_a_strided_array_arrives_whole():
    array = np.arange(60.0).reshape(3, 4, 5)[::-1, ::2, 1:].swapaxes(0, 1)
    assert np.array_equal(decode(encode(array)), array)


def test_arrays_arrive_writable_and_own_their_memory_in_native_order():
    frame = bytearray(encode(np.arange(3, dtype=">f8")))
    array = decode(frame)
    frame[-24:] = bytes(24)
    array += 1
    assert array.flags.owndata
    assert array.flags.aligned
    assert array.dtype.isnative
    assert array.tolist() == [1, 2, 3]


def test_a_bool_that_is_neither_true_nor_false_is_made_true():
    odd = np.array([0, 1, 2, 255], np.uint8).view(bool)
    header = fuzz_wire.parts_of(encode(odd))[0]
    assert decode(framed(header, b"\0\1\2\xff")).view(np.uint8).tolist() == [0, 1, 1, 1]
    assert decode(framed(b'["scalar","bool"]', b"\2")) is np.True_


@pytest.mark.parametrize("integer", [10**600 - 1, 1 - 10**600])
def test_long_integers_are_kept(integer):
    assert decode(encode(integer)) == integer


# What is not plain


class Equal(np.ndarray):
    def __eq__(self, other):
        return True

    __hash__ = None


class Text(str):
    __slots__ = ()


class Number(float):
    pass


class One(IntEnum):
    ONE = 1


Pair = namedtuple("Pair", "a b")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (np.zeros(2).view(Equal), "Equal of float64"),
        (np.ma.masked_array([1.0]), "MaskedArray of float64"),
        (np.array([None]), "ndarray of object"),
        (np.array(["a"]), "ndarray of <U1"),
        (np.zeros(1, "datetime64[s]"), "ndarray of datetime64[s]"),
        (np.zeros(1, complex), "ndarray of complex128"),
        (np.zeros(1, [("a", "i4")]), "ndarray of [('a', '<i4')]"),
        (np.zeros(1, [("a" * 200, "i4")]), f"ndarray of [('{'a' * 86}"),
        (np.complex64(1), "complex64"),
        (np.str_("a"), "str_"),
        (Text("a"), "Text"),
        (Number(1), "Number"),
        (One.ONE, "One"),
        (Pair(1, 2), "Pair"),
        (OrderedDict(a=1), "OrderedDict"),
        ({1: 2}, "dict"),
        ({Text("a"): 2}, "dict"),
        ({"\ud800": 2}, "dict"),
        ({1}, "set"),
        (b"a", "bytes"),
        (1j, "complex"),
        (10**600, "int"),
        ("\ud800", "str"),
        (len, "builtin_function_or_method"),
        (type("Ä" * 200, (), {})(), "Ä" * 100),
        (Opaque("x" * 200), "x" * 100),
        (Opaque("\ud800"), "?"),
    ],
)
def test_what_is_not_plain_is_only_named(value, name):
    assert decode(encode([value])) == [Opaque(name)]


def test_an_array_of_more_dimensions_than_numpy_1_knows_is_only_named():
    try:
        array = np.zeros((1,) * 33)
    except ValueError:
        pytest.skip("this NumPy has none")
    assert decode(encode(array)) == Opaque("ndarray of float64")


def endless():
    value = []
    value.append(value)
    return value


def nested(depth):
    value = 1
    for _ in range(depth):
        value = (value,)
    return value


@pytest.mark.parametrize(
    "value",
    [
        endless(),
        nested(21),
        "x" * 2000,
        ["x" * 300] * 4,
        np.zeros(125),
        [np.zeros(60)] * 3,
        np.broadcast_to(np.float64(1), (10**6, 10**6)),
        np.zeros((0, 10**6)),
        [1] * 101,
        [1.5] * 30,
    ],
)
def test_what_is_past_a_limit_is_not_encoded(value):
    with pytest.raises(WireError):
        encode(value, FrameLimits(frame_bytes=1000, header_bytes=800, tokens=100))


def test_a_list_that_shares_its_parts_is_given_up_on_soon():
    value = 1
    for _ in range(15):
        value = [value] * 10
    with pytest.raises(WireError, match="too many"):
        encode(value)


def test_what_is_just_within_the_limits_is_sent():
    limits = FrameLimits(frame_bytes=1000, header_bytes=800, tokens=100)
    for value in (nested(20), "x" * 700, np.zeros(110), [1] * 95):
        assert is_same(decode(encode(value, limits), limits), value)
    deepest = nested(19), np.zeros(2)
    assert is_same(decode(encode(deepest)), deepest)


# What is no frame


@pytest.mark.parametrize(
    ("node", "size"),
    [
        *((["array", "float64", "C", shape], 16) for shape in ([1], [3], [2, 2], [0], [])),
        (["array", "float64", "C", [-1]], 0),
        (["array", "float64", "C", [-2, -1]], 16),
        (["array", "float64", "C", [True, 2]], 16),
        (["array", "float64", "C", [None]], 0),
        (["array", "float64", "C", ["2"]], 16),
        (["array", "float64", "C", [1] * 33], 8),
        (["array", "float64", "C", 2], 16),
        (["array", "int8", "C", [2**63]], 0),
        (["array", "int8", "C", [2**32, 2**32]], 0),
        (["array", "int8", "C", [2**64 + 2]], 2),
        (["array", "int8", "C", [0, 2**40]], 0),
        (["array", "int8", "C", [10**599] * 32], 0),
        (["array", "int8", "A", [2]], 2),
        (["array", "int8", None, [2]], 2),
        *((["array", name, "C", [2]], 16) for name in ("object", "O", "<f8", "V8", "S8", "", 8)),
        *((["scalar", name], 8) for name in ("object", "datetime64", "complex64", None)),
        (["array", "int8", "C"], 0),
        (["scalar"], 0),
        (["float"], 7),
        (["float"], 9),
        (["float", 1], 8),
        (["opaque", 1], 0),
        (["opaque", "x" * 101], 0),
        (["opaque", "\ud800"], 0),
        (["pickle", "x"], 0),
        (["dict", "a"], 0),
        (["dict", 1, 2], 0),
        (["dict", "a", 1, ["list"], 2], 0),
        (["dict", "\udfff", 1], 0),
        ("\ud800", 0),
        ([], 0),
        ([["list"]], 0),
        ({"a": 1}, 0),
        (["list", {}], 0),
        (1.5, 0),
        (math.nan, 0),
        (["list", -math.inf], 0),
        (10**600, 0),
        (-(10**600), 0),
        (None, 1),
    ],
)
def test_a_header_that_encode_would_not_write_is_rejected(node, size):
    with pytest.raises(WireError):
        decode(framed(json.dumps(node).encode(), bytes(size)))


@pytest.mark.parametrize(
    "header",
    [
        *(b"", b" ", b"[", b'"', b'"\\', b'"\\"', b"\xff", b'"\xed\xa0\x80"', b'"\xff"', b"1 2"),
        *(b"01", b"1e400", b"Infinity", b"nul", b'"\n"', b"\xef\xbb\xbf1", b"\0", b"[1,]", b"[,,]"),
    ],
)
def test_a_header_that_is_no_json_is_rejected(header):
    with pytest.raises(WireError):
        decode(framed(header))


@pytest.mark.parametrize("header", [b"[" * 23, b'{"":' * 23, b'["list",' * 1000])
def test_deep_nesting_is_rejected_before_it_is_parsed(header):
    with pytest.raises(WireError, match="nested"):
        decode(framed(header))


@pytest.mark.parametrize("depth", [21, 22])
def test_more_lists_within_one_another_than_encode_writes_are_rejected(depth):
    lists = b'["list",' * (depth - 1) + b'["list"' + b"]" * depth
    with pytest.raises(WireError):
        decode(framed(lists))


def test_a_key_twice_in_a_dict_is_harmless():
    assert decode(framed(b'["dict","a",1,"a",2]')) == {"a": 2}


def test_a_header_may_hold_spaces_and_escapes():
    assert decode(framed(b' [ "list" , "\\ud83d\\ude00[[" , -0 ] ')) == ["\U0001f600[[", 0]


SAMPLE = {"a": [1, 2.5, (None, True)], "é": np.arange(6, dtype=np.int16).reshape(2, 3), "s": "x"}


def test_a_frame_cut_off_anywhere_is_rejected():
    frame = encode(SAMPLE)
    for size in range(len(frame)):
        with pytest.raises(WireError):
            decode(frame[:size])


def test_a_frame_with_bytes_behind_it_is_rejected():
    with pytest.raises(WireError):
        decode(encode(SAMPLE) + b"\0")


def test_any_flipped_bit_gives_a_value_or_a_wire_error():
    frame = encode(SAMPLE)
    tally = fuzz_wire.Tally()
    for bit in range(8 * len(frame)):
        damaged = bytearray(frame)
        damaged[bit // 8] ^= 1 << bit % 8
        fuzz_wire.execute(bytes(damaged), tally)
    assert 0 < tally.endings["decoded"] < tally.endings.total()


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_any_bytes_give_a_value_or_a_wire_error(header, payload):
    fuzz_wire.execute(header, fuzz_wire.Tally())
    fuzz_wire.execute(framed(header, payload), fuzz_wire.Tally())


@pytest.mark.parametrize("prefix", [b"CNN\x02", b"CNN\x00", b"\x80\x04\x95.", bytes(4)])
def test_another_magic_or_version_is_rejected(prefix):
    with pytest.raises(WireError):
        decode(prefix + encode(1)[4:])


@pytest.mark.parametrize(
    "sizes",
    [
        (2**32 - 1, 0),
        (0, 2**64 - 1),
        (2**32 - 1, 2**64 - 1),
        (1, 2**64 - 17),
        (1, 1 << 26),
        (5 << 20, 0),
    ],
)
def test_sizes_that_are_too_large_are_rejected_before_anything_else(sizes):
    with pytest.raises(WireError, match="too large"):
        decode(PREFIX.pack(MAGIC, *sizes))


MOST = FrameLimits().header_bytes
COSTLY = {
    "nesting": b"[" * MOST,
    "nested objects": b'{"":' * (MOST // 4),
    "nesting within a list": b'["list",' * (MOST // 8),
    "empty lists": b"[" + b"[]," * 1_300_000,
    "small integers": b"[" + b"0," * 2_000_000,
    "one string, never closed": b'"' + b'\\"' * (MOST // 2 - 1),
    "empty strings": b'""' * (MOST // 2),
    "empty strings in a list": b'["list"' + b',""' * 240_000 + b"]",
    "backslashes": b"\\" * MOST,
    "spaces": b" " * MOST,
    "lines": b"\n" * (MOST - 1) + b"x",
    "one integer": b"9" * MOST,
    "integers": b'["list"' + b"," + b",".join([b"9" * 600] * 6_900) + b"]",
    "a shape": b'["array","int8","C",[' + b",".join([b"9" * 600] * 32) + b"]]",
    "empty arrays": b'["list"' + b',["array","int8","C",[0]]' * 38_000 + b"]",
    "wide characters": ('"' + "\U0001f600" * (MOST // 4 - 1) + '"').encode(),
    "escapes": b'"' + b"\\u0041" * (MOST // 6 - 1) + b'"',
    "keys": b'["dict"' + b"".join(b',"%d",0' % n for n in range(160_000)) + b"]",
}


@pytest.mark.parametrize("header", COSTLY.values(), ids=COSTLY)
@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_costliest_headers_are_read_in_bounded_time(header):
    began = time.thread_time()
    tracemalloc.start()
    try:
        with contextlib.suppress(WireError):
            decode(framed(header))
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()
    assert time.thread_time() - began < 10  # with what tracing memory adds; 0.2 s without


def test_a_few_seconds_of_fuzzing_find_nothing():
    assert 0 < fuzz_wire.peak_while_fuzzing(seconds=1, seed=0) < fuzz_wire.PEAK_BYTES
    tally = fuzz_wire.fuzz(seconds=1, seed=1)
    assert tally.slowest < fuzz_wire.CPU_SECONDS
    assert tally.endings["decoded"] > 100
    assert len(tally.endings) > 10


# The channel


def test_values_go_both_ways_in_order(ends):
    ours, socket_ = ends
    theirs = Channel(socket_)
    for value in (1, "two", [3.0]):
        ours.send(value, NEVER)
    assert [theirs.receive(NEVER) for _ in range(3)] == [1, "two", [3.0]]
    theirs.send(SAMPLE, soon())
    assert is_same(ours.receive(soon()), SAMPLE)


def test_a_value_larger_than_the_sockets_buffer_arrives(ends):
    ours, socket_ = ends
    large = np.arange(2_000_000)
    sender = threading.Thread(target=Channel(socket_).send, args=(large, soon()))
    sender.start()
    assert is_same(ours.receive(soon()), large)
    sender.join()


def test_frames_in_a_row_are_left_for_the_next_receive(ends):
    ours, theirs = ends
    theirs.sendall(encode(1) + encode(np.zeros(3)) + b"C")
    assert ours.receive(soon()) == 1
    assert ours.has_more()
    assert ours.receive(soon()).shape == (3,)
    assert ours.has_more()


def test_has_more_takes_nothing_and_never_waits(ends):
    ours, theirs = ends
    began = time.monotonic()
    assert not ours.has_more()
    assert time.monotonic() - began < 0.5
    theirs.sendall(encode(5))
    assert ours.has_more()
    assert ours.has_more()
    assert ours.receive(soon()) == 5
    assert not ours.has_more()
    theirs.close()
    assert not ours.has_more()
    ours.close()
    assert not ours.has_more()


@pytest.mark.parametrize("deadline", [EARLIER, math.nan, 0.0])
def test_a_deadline_in_the_past_is_no_wait_at_all(ends, deadline):
    ours, theirs = ends
    theirs.sendall(encode(5))
    with pytest.raises(WireTimeoutError):
        ours.receive(deadline)
    with pytest.raises(WireTimeoutError):
        ours.send(5, deadline)
    assert ours.receive(soon()) == 5


def test_nothing_by_the_deadline_leaves_the_channel_usable(ends):
    ours, theirs = ends
    with pytest.raises(WireTimeoutError):
        ours.receive(time.monotonic() + 0.01)
    theirs.sendall(encode(5))
    assert ours.receive(soon()) == 5


def test_a_sender_of_single_bytes_hits_the_deadline(ends):
    ours, theirs = ends
    over = threading.Event()

    def trickle():
        with contextlib.suppress(OSError):
            for byte in encode(np.zeros(1_000_000)):
                if over.is_set():
                    return
                theirs.send(bytes([byte]))

    sender = threading.Thread(target=trickle)
    sender.start()
    began = time.monotonic()
    with pytest.raises(WireTimeoutError):
        ours.receive(began + 0.1)
    over.set()
    assert time.monotonic() - began < 5
    ours.close()
    theirs.close()
    sender.join()


@pytest.mark.parametrize("size", [1, 15, 16, 17, -1])
def test_half_a_frame_by_the_deadline_ends_the_channel(ends, size):
    ours, theirs = ends
    theirs.sendall(encode(SAMPLE)[:size])
    with pytest.raises(WireTimeoutError):
        ours.receive(time.monotonic() + 0.01)
    theirs.sendall(encode(SAMPLE)[size:])
    for again in (ours.receive, lambda deadline: ours.send(1, deadline)):
        with pytest.raises(WireError, match="unfinished"):
            again(soon())


def test_a_whole_frame_with_nothing_right_in_it_leaves_the_channel_usable(ends):
    ours, theirs = ends
    theirs.sendall(framed(b"{}", b"x") + encode(5))
    with pytest.raises(WireError):
        ours.receive(soon())
    assert ours.receive(soon()) == 5


def test_what_is_no_frame_ends_the_channel(ends):
    ours, theirs = ends
    theirs.sendall(b"HTTP/1.1 200 OK\r\n" + encode(5))
    with pytest.raises(WireError, match="version"):
        ours.receive(soon())
    with pytest.raises(WireError, match="unfinished"):
        ours.receive(soon())


@pytest.mark.parametrize("size", [0, 1, 16, -1])
def test_a_peer_that_closes_is_told_from_one_that_is_slow(ends, size):
    ours, theirs = ends
    theirs.sendall(encode(SAMPLE)[:size])
    theirs.close()
    with pytest.raises(WireClosedError):
        ours.receive(soon())


def test_sending_to_a_closed_peer_is_a_wire_error(ends):
    ours, theirs = ends
    theirs.close()
    with pytest.raises(WireClosedError):
        ours.send(SAMPLE, soon())


def test_a_peer_that_closes_on_unread_bytes_is_a_wire_error(ends):
    ours, theirs = ends
    ours.send(SAMPLE, soon())
    theirs.close()
    with pytest.raises(WireClosedError):
        ours.receive(soon())


def test_a_closed_channel_says_so(ends):
    ours, _ = ends
    ours.close()
    ours.close()
    with pytest.raises(WireClosedError):
        ours.receive(soon())
    with pytest.raises(WireClosedError):
        ours.send(1, soon())


def test_a_peer_that_never_reads_hits_the_deadline(ends):
    ours, _ = ends
    with pytest.raises(WireTimeoutError):
        ours.send(np.zeros(1_000_000), time.monotonic() + 0.05)
    with pytest.raises(WireError, match="unfinished"):
        ours.send(1, soon())


def test_what_can_not_be_encoded_leaves_the_channel_usable(ends):
    ours, theirs = ends
    with pytest.raises(WireError):
        ours.send(endless(), soon())
    ours.send(5, soon())
    assert Channel(theirs).receive(soon()) == 5


def test_a_length_that_is_only_claimed_costs_no_memory(ends):
    ours, theirs = ends
    theirs.sendall(PREFIX.pack(MAGIC, 100, 60_000_000) + bytes(1000))
    tracemalloc.start()
    try:
        with pytest.raises(WireTimeoutError):
            ours.receive(time.monotonic() + 0.01)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_files_sent_along_with_the_bytes_are_not_taken(ends):
    ours, theirs = ends
    socket.send_fds(theirs, [encode(5)], [theirs.fileno()])
    assert ours.receive(soon()) == 5
    assert not ours.has_more()
