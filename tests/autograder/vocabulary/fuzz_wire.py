"""Fuzz the reader of frames: ``python -m tests.autograder.vocabulary.fuzz_wire --minutes 10``.

Frames of made-up values are damaged, in their bytes and, with the lengths put right again, in
their headers. Decoding has to end with a value that can be sent again, or with a WireError.
"""

import argparse
import json
import random
import resource
import string
import sys
import time
import tracemalloc
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from autograder.vocabulary.wire import DTYPES, MAGIC, PREFIX, Opaque, WireError, decode, encode

CPU_SECONDS = 2.0
PEAK_BYTES = 1 << 20
GROWN_BYTES = 8 << 20
NODES = (
    *(["array", name, order, [2]] for name in ("bool", "float32", "int64") for order in "CF"),
    *(["scalar", name] for name in ("bool", "float16", "uint64", "object", "datetime64")),
    *(["list"], ["tuple", 1, 2], ["dict", "a", 1, "a", 2], ["dict", 1, 1], ["dict", "a"]),
    *(["float"], ["opaque", "x"], ["opaque", "x" * 101], ["pickle", "x"], [], {"a": 1}),
    *(None, True, -1, 0, 1, 2**31, 2**63, 2**64, 10**599, 10**600, 1.5, 1e400, float("nan")),
    *("", "C", "A", "\ud800", "\U0001f600", "float64", "O", "V8", "<f8", ">f8"),
)


def made_up(rng: random.Random, depth: int = 0):
    """Return a value of any kind that is sent."""
    if depth < 4 and rng.random() < 0.5:
        parts = [made_up(rng, depth + 1) for _ in range(rng.randrange(5))]
        kinds = (list, tuple, lambda values: {letters(rng): value for value in values})
        return rng.choice(kinds)(parts)
    kinds = (
        lambda: rng.choice((None, True, False)),
        lambda: rng.randrange(-(10 ** rng.randrange(30)), 10 ** rng.randrange(30)),
        lambda: rng.choice((-0.0, float("nan"), float("inf"), rng.gauss(0, 1e3))),
        lambda: letters(rng),
        lambda: Opaque(letters(rng)),
        lambda: numbers(rng, ())[()],
        lambda: numbers(rng, [rng.randrange(4) for _ in range(rng.randrange(5))]),
    )
    return rng.choice(kinds)()


def letters(rng: random.Random) -> str:
    alphabet = string.printable + "\0é\U0001f600"
    return "".join(rng.choice(alphabet) for _ in range(rng.randrange(9)))


def numbers(rng: random.Random, shape):
    dtype = np.dtype(rng.choice(list(DTYPES.values())))
    raw = rng.randbytes(int(np.prod(shape, dtype=int)) * dtype.itemsize)
    if dtype.name == "bool":
        raw = bytes(byte & 1 for byte in raw)
    return np.ndarray(shape, dtype, raw, order=rng.choice("CF")).copy(order="K")


def framed(header: bytes, payload: bytes = b"") -> bytes:
    return PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload


def parts_of(frame: bytes) -> tuple[bytes, bytes]:
    start = PREFIX.size + PREFIX.unpack_from(frame)[1]
    return frame[PREFIX.size : start], frame[start:]


def with_damaged_bytes(rng: random.Random, frame: bytes) -> bytes:
    damaged = bytearray(frame)
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        at = rng.randrange(len(damaged) + 1)
        to = at + rng.choice((0, 1, 1, 1, 8))
        damaged[at:to] = rng.choice(
            (b"", rng.randbytes(1), rng.randbytes(8), b"\xff" * 4, b"[" * 30, b'"', b"\\u", b"-")
        )
    return bytes(damaged)


def with_damaged_header(rng: random.Random, frame: bytes) -> bytes:
    header, payload = parts_of(frame)
    return framed(with_damaged_bytes(rng, header), payload)


def with_damaged_payload(rng: random.Random, frame: bytes) -> bytes:
    header, payload = parts_of(frame)
    return framed(header, with_damaged_bytes(rng, payload))


def with_other_nodes(rng: random.Random, frame: bytes) -> bytes:
    """Replace, remove, repeat or swap parts of the parsed header, so that it stays JSON."""
    header, payload = parts_of(frame)
    tree = [json.loads(header)]
    for _ in range(rng.choice((1, 1, 2, 4))):
        nodes = list(lists_in(tree))
        node = rng.choice(nodes)
        at = rng.randrange(len(node) + 1)
        new = ([], [rng.choice(NODES)], node[:2] * rng.randrange(4), rng.choice(nodes)[:1])
        node[at : at + rng.randrange(3)] = json.loads(json.dumps(rng.choice(new)))
    return framed(json.dumps(tree[0] if tree else 0).encode(), payload)


def lists_in(node):
    if isinstance(node, list):
        yield node
        for part in node:
            yield from lists_in(part)


def with_bytes_of_another(rng: random.Random, frame: bytes) -> bytes:
    return framed(parts_of(frame)[0], parts_of(encode(made_up(rng)))[1])


DAMAGES = (
    with_damaged_bytes,
    with_damaged_header,
    with_damaged_payload,
    with_other_nodes,
    with_bytes_of_another,
    lambda rng, frame: frame[: rng.randrange(len(frame))],
    lambda rng, frame: rng.randbytes(rng.randrange(200)),
    lambda rng, frame: framed(rng.randbytes(rng.randrange(200)), rng.randbytes(8)),
)


@dataclass
class Tally:
    """What the executions came to."""

    endings: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    largest: int = 0
    """Bytes of memory at the peak of one execution; the frames have a few thousand at most."""


def execute(frame: bytes, tally: Tally) -> None:
    """Decode, and send again what came; fail on anything but a value or a WireError."""
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()  # zeros, unless memory is traced
    began = time.thread_time()
    try:
        value = decode(frame)
        ending = "decoded"
    except WireError as error:
        ending = str(error)
    tally.slowest = max(tally.slowest, time.thread_time() - began)
    tally.largest = max(tally.largest, tracemalloc.get_traced_memory()[1] - before)
    tally.endings[ending] += 1
    if ending == "decoded":
        again = encode(value)
        assert encode(decode(again)) == again


def fuzz(seconds: float, seed: int) -> Tally:
    """Damage and decode for so long; an unexpected exception names the frame."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, no secret
    tally = Tally()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        value = made_up(rng)
        frame = encode(value)
        execute(frame, tally)
        for _ in range(20):
            damaged = rng.choice(DAMAGES)(rng, frame)
            try:
                execute(damaged, tally)
            except BaseException:
                print(f"seed {seed}, frame {damaged!r}", file=sys.stderr)
                raise
    return tally


def peak_while_fuzzing(seconds: float, seed: int) -> int:
    """Return the most bytes that one execution took; it is slow, and tracing itself leaks."""
    tracemalloc.start()
    try:
        return fuzz(seconds, seed).largest
    finally:
        tracemalloc.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=time.time_ns())
    options = parser.parse_args()
    seconds = options.minutes * 60
    peak = peak_while_fuzzing(seconds / 10, options.seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tally = fuzz(seconds * 0.9, options.seed + 1)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    is_bounded = tally.slowest < CPU_SECONDS and peak < PEAK_BYTES and grown < GROWN_BYTES
    total = tally.endings.total()
    print(
        f"{'ok' if is_bounded else 'UNBOUNDED'}: {total:,} executions, "
        f"{total / (seconds * 0.9):,.0f} a second, {tally.endings['decoded']:,} decoded, "
        f"{len(tally.endings) - 1} kinds of WireError; slowest {tally.slowest * 1e3:.1f} ms of "
        f"CPU, most memory {peak / 1024:.0f} KiB; process grew by {grown / 1024:.0f} KiB"
    )
    sys.exit(not is_bounded)


if __name__ == "__main__":
    main()
