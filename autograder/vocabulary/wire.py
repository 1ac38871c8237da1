"""Plain data over a socket, between a student's process and one that trusts it in nothing.

A frame is a prefix (magic and version, length of the header, length of the payload), a header
in JSON that describes one value, and the bytes of its numbers. Reading one builds nothing but
plain data; whatever arrives, it ends with a value or a `WireError`, in bounded time and memory.
"""

import json
import math
import re
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar, cast

import numpy as np
import numpy.typing as npt

__all__ = ["Channel", "FrameLimits", "Opaque", "WireClosedError", "WireError", "WireTimeoutError"]
__all__ += ["decode", "encode"]

PREFIX = struct.Struct("!4sIQ")
MAGIC = b"CNN\x01"
FLOAT = struct.Struct("<d")
NAME_CHARACTERS = 100
DIMENSIONS = 32
INT_DIGITS = 600  # below the least that Python's own limit on digits can be set to
INT_BOUND = 10**INT_DIGITS
CHUNK = 1 << 16
LONGEST_WAIT = 3600.0

DTYPES = {np.dtype(code).type: np.dtype(code).name for code in "?bBhHiIlLqQefd"}
SENT_AS = {name: np.dtype(name).newbyteorder("<") for name in DTYPES.values()}
SENT_AS["bool"] = np.dtype(np.uint8)  # a byte beyond 0 and 1 makes a bool contradict itself

# A string, closed or not, is one match, so that no text makes the search start over.
TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
STEPS = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}

A = TypeVar("A")
R = TypeVar("R")
Frame = bytes | bytearray | memoryview


class WireError(Exception):
    """What arrived is no frame, or what should be sent does not fit into one."""


class WireTimeoutError(WireError):
    """The deadline passed first."""


class WireClosedError(WireError):
    """The other side has closed the connection."""


@dataclass(frozen=True)
class Opaque:
    """Stands for a value that is not sent: only the name of its type is."""

    type_name: str


@dataclass(frozen=True)
class FrameLimits:
    """How much one frame may hold; both sides need the same."""

    frame_bytes: int = 64 << 20
    header_bytes: int = 4 << 20
    tokens: int = 500_000
    """Strings, commas and brackets in the header: in a list, an int takes one, a float four."""
    depth: int = 20
    """Lists, tuples and dicts within one another."""


LIMITS = FrameLimits()


def encode(value: Any, limits: FrameLimits = LIMITS) -> bytes:
    """Return the frame that holds `value`.

    None, bool, int, float, str, tuple, list, dict with str keys, arrays and NumPy scalars of
    numbers are kept, with their exact types; anything else, subclasses too, is sent as `Opaque`.

    Raises
    ------
    WireError
        If the value is past a limit; a list that holds itself is.

    Examples
    --------
    >>> decode(encode({"shape": (2, 3), "x": np.ones(2)}))
    {'shape': (2, 3), 'x': array([1., 1.])}
    >>> decode(encode(3 + 4j))
    Opaque(type_name='complex')
    """
    writer = _Writer(limits)
    node = writer.node(value)
    header = json.dumps(node, ensure_ascii=False, separators=(",", ":")).encode()
    payload = b"".join(writer.payload)
    prefix = PREFIX.pack(MAGIC, len(header), len(payload))
    _frame_size(prefix, limits)
    _check_header(header, limits)
    return b"".join((prefix, header, payload))


def decode(frame: Frame, limits: FrameLimits = LIMITS) -> Any:
    """Return the value in a frame; its arrays are new, writable and in native byte order.

    Raises
    ------
    WireError
        On anything but a whole frame within the limits; nothing else is ever raised.

    Examples
    --------
    >>> decode(encode(np.eye(2))[:-1])
    Traceback (most recent call last):
    autograder.vocabulary.wire.WireError: a frame of another length than it says
    """
    view = memoryview(frame)
    if _frame_size(view, limits) != len(view):
        raise WireError("a frame of another length than it says")
    start = PREFIX.size + PREFIX.unpack_from(view)[1]
    reader = _Reader(view[start:], limits)
    value = reader.value(_parsed(bytes(view[PREFIX.size : start]), limits))
    if reader.position != len(reader.payload):
        raise WireError("bytes that belong to no number")
    return value


def _frame_size(prefix: Frame, limits: FrameLimits) -> int:
    if len(prefix) < PREFIX.size:
        raise WireError("no whole prefix")
    magic, header, payload = PREFIX.unpack_from(prefix)
    size = int(PREFIX.size + header + payload)
    if magic != MAGIC:
        raise WireError("no frame of this version")
    if header > limits.header_bytes or size > limits.frame_bytes:
        raise WireError("a frame that is too large")
    return size


def _check_header(header: bytes, limits: FrameLimits) -> None:
    """Bound what parsing can cost before it begins: deep nesting could crash the parser."""
    if len(header) < limits.tokens and header.count(b"[") + header.count(b"{") <= limits.depth:
        return  # however they are placed
    depth = 0
    for count, token in enumerate(TOKEN.finditer(header)):
        depth += STEPS.get(token[0], 0)
        if depth > limits.depth + 2:  # a number's own list and its shape lie within
            raise WireError("values that are nested too deeply")
        if count >= limits.tokens:
            raise WireError("too many values")


def _not_sent(_: str) -> NoReturn:
    raise WireError("a number in the header that is no integer")


def _integer(digits: str) -> int:
    if len(digits) > INT_DIGITS + digits.startswith("-"):
        raise WireError("an integer of too many digits")
    return int(digits)


JSON = json.JSONDecoder(parse_int=_integer, parse_float=_not_sent, parse_constant=_not_sent)


def _parsed(header: bytes, limits: FrameLimits) -> Any:
    _check_header(header, limits)
    try:
        return JSON.decode(header.decode())
    except (ValueError, RecursionError):  # what is no UTF-8 is a ValueError too
        raise WireError("a header that is no JSON") from None


def _is_text(text: str) -> bool:
    """Tell whether there is no lone surrogate, which JSON's escapes can smuggle in."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _array_bytes(shape: tuple[int, ...] | list[int], itemsize: int, limits: FrameLimits) -> int:
    # Zeros count as ones: an empty array may not claim a length that a sum over it allocates.
    if math.prod(max(length, 1) for length in shape) * itemsize > limits.frame_bytes:
        raise WireError("an array that is too large")
    return math.prod(shape) * itemsize


def _opaque(value: Any) -> Opaque:
    kind = type(value)
    if kind is Opaque:
        return cast(Opaque, value)
    is_array = issubclass(kind, np.ndarray)
    return Opaque(f"{kind.__name__} of {value.dtype}" if is_array else kind.__name__)


@dataclass
class _Writer:
    """Describes a value, and gathers the bytes of its numbers on the way."""

    limits: FrameLimits
    payload: list[bytes] = field(default_factory=list)
    values: int = 0
    bytes_: int = 0

    def spend(self, size: int) -> None:
        self.values += 1
        self.bytes_ += size
        if self.values > self.limits.tokens:
            raise WireError("too many values")
        if self.bytes_ > self.limits.frame_bytes:
            raise WireError("a frame that is too large")

    def node(self, value: Any, depth: int = 0) -> Any:
        kind = type(value)
        self.spend(len(value) if kind is str else 0)
        if kind in (list, tuple, dict) and depth >= self.limits.depth:
            raise WireError("values that are nested too deeply")
        if (
            value is None
            or kind is bool
            or (kind is int and abs(value) < INT_BOUND)
            or (kind is str and _is_text(value))
        ):
            return value
        if kind is float:
            self.payload.append(FLOAT.pack(value))
            return ["float"]
        if kind is list or kind is tuple:
            return [kind.__name__, *(self.node(item, depth + 1) for item in value)]
        if kind is dict and all(type(key) is str and _is_text(key) for key in value):
            parts = (part for pair in value.items() for part in pair)
            return ["dict", *(self.node(part, depth + 1) for part in parts)]
        if kind in DTYPES:
            self.payload.append(value.astype(SENT_AS[DTYPES[kind]]).tobytes())
            return ["scalar", DTYPES[kind]]
        if kind is np.ndarray and value.dtype.type in DTYPES and value.ndim <= DIMENSIONS:
            return self.array(value, DTYPES[value.dtype.type])
        name = _opaque(value).type_name[:NAME_CHARACTERS]
        return ["opaque", name.encode(errors="replace").decode()]

    def array(self, value: npt.NDArray[Any], name: str) -> Any:
        self.spend(_array_bytes(value.shape, value.itemsize, self.limits))
        plain = value.astype(SENT_AS[name], copy=False)
        self.payload.append(plain.tobytes(order="A"))
        return ["array", name, "F" if plain.flags.fnc else "C", list(value.shape)]


@dataclass
class _Reader:
    """Builds the value that a parsed header describes."""

    payload: memoryview
    limits: FrameLimits
    position: int = 0

    def take(self, size: int) -> memoryview:
        self.position += size
        if self.position > len(self.payload):
            raise WireError("fewer bytes than the numbers need")
        return self.payload[self.position - size : self.position]

    def value(self, node: Any, depth: int = 0) -> Any:
        match node:
            case None | bool() | int():
                return node
            case str():
                return self.text(node)
            case ["float"]:
                return FLOAT.unpack(self.take(FLOAT.size))[0]
            case ["array", str(name), "C" | "F" as order, list(shape)]:
                return self.array(name, shape, order)
            case ["scalar", str(name)]:
                return self.array(name, [], "C")[()]
            case ["opaque", str(name)] if len(name) <= NAME_CHARACTERS:
                return Opaque(self.text(name))
            case ["list" | "tuple" | "dict" as kind, *parts] if depth < self.limits.depth:
                return self.container(kind, [self.value(part, depth + 1) for part in parts])
        raise WireError("a header that describes no value")

    def text(self, text: str) -> str:
        if not _is_text(text):
            raise WireError("text with a lone surrogate")
        return text

    def container(self, kind: str, parts: list[Any]) -> Any:
        if kind != "dict":
            return parts if kind == "list" else tuple(parts)
        keys = parts[::2]
        if len(parts) % 2 or not all(isinstance(key, str) for key in keys):
            raise WireError("a dict without str keys")
        return dict(zip(keys, parts[1::2], strict=True))

    def array(self, name: str, shape: list[Any], order: Any) -> npt.NDArray[Any]:
        dtype = SENT_AS.get(name)
        if dtype is None:
            raise WireError("numbers of an unknown kind")
        if len(shape) > DIMENSIONS or any(type(n) is not int or n < 0 for n in shape):
            raise WireError("a shape that no array has")
        raw = self.take(_array_bytes(shape, dtype.itemsize, self.limits))
        return np.ndarray(shape, dtype, raw, order=order).astype(name)


class Channel:
    """Sends and receives values over a connected stream socket, each by a deadline.

    Deadlines are times of `time.monotonic`. A call that ends in the midst of a frame leaves the
    channel unusable; after one that ends before a frame's first byte it can be used on. A late
    answer looks like the answer to the next question: put a number into both that can't be
    guessed. One thread at a time.

    Examples
    --------
    >>> ours, theirs = map(Channel, socket.socketpair())
    >>> soon = time.monotonic() + 10
    >>> theirs.send([1, 2.5], soon)
    >>> ours.receive(soon)
    [1, 2.5]
    >>> ours.has_more()
    False
    >>> ours.close(), theirs.close()
    (None, None)
    """

    def __init__(self, connection: socket.socket, limits: FrameLimits = LIMITS) -> None:
        self._socket = connection
        self._limits = limits
        self._is_broken = False

    def send(self, value: Any, deadline: float) -> None:
        """Send one value; what can't be encoded raises before anything is sent."""
        frame = memoryview(encode(value, self._limits))
        self._check()
        rest = frame
        try:
            while rest:
                rest = rest[self._by(deadline, self._socket.send, rest) :]
        finally:
            self._is_broken = 0 < len(rest) < len(frame)

    def receive(self, deadline: float) -> Any:
        """Return the next value, and read no byte past its frame."""
        self._check()
        frame = bytearray()
        size: float = math.inf  # until the prefix tells it
        try:
            self._fill(frame, PREFIX.size, deadline)
            size = whole = _frame_size(frame, self._limits)
            self._fill(frame, whole, deadline)
        finally:
            self._is_broken = 0 < len(frame) < size
        return decode(frame, self._limits)

    def has_more(self) -> bool:
        """Tell whether bytes have come that nobody has received yet."""
        try:
            self._socket.settimeout(0)
            return bool(self._socket.recv(1, socket.MSG_PEEK))
        except OSError:  # nothing there, or closed
            return False

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def _check(self) -> None:
        if self._is_broken:
            raise WireError("a frame before was left unfinished")

    def _fill(self, frame: bytearray, size: int, deadline: float) -> None:
        """Read on up to `size`, in chunks: a length that is only claimed costs no memory."""
        while len(frame) < size:
            wanted = min(size - len(frame), CHUNK)
            part = self._by(deadline, self._socket.recv, wanted)
            if not part:
                raise WireClosedError("the other side has closed the connection")
            frame += part

    def _by(self, deadline: float, step: Callable[[A], R], argument: A) -> R:
        while (left := deadline - time.monotonic()) > 0:
            try:
                self._socket.settimeout(min(left, LONGEST_WAIT))
                return step(argument)
            except TimeoutError:
                continue
            except OSError as error:
                raise WireClosedError("the connection is closed") from error
        raise WireTimeoutError("the deadline has passed")
