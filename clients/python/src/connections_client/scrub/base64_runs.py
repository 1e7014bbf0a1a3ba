"""Finds and decodes what could be base64 (RFC 4648 sections 4 and 5), also in lines (RFC 2045 section 6.8). Pure."""

import binascii
from collections.abc import Iterator, Sequence
from typing import Final

from .base64_forms import (
    AT_END,
    HARMLESS,
    NEXT,
    PLACES,
    RUN,
    SEPARATORS,
    SURELY_ENDED,
    WORD,
)
from .characters import BASE64
from .find_patterns import Span, can_wrap
from .read_character import readings
from .reading_input import Input, Reading
from .refusals import Unsearchable

_SHORTEST: Final = 16
"""A shorter run holds no secret: twelve bytes are sixteen characters."""

_BYTES_OF_STEP: Final = 16
_STANDARD: Final = bytes.maketrans(b"-_", b"+/")


class Base64Run:
    """One run of base64 characters."""

    __slots__ = ("_data", "_places", "_start", "is_open", "length", "text")

    def __init__(
        self, text: bytes, is_open: bool, data: bytes, start: int, places: Sequence[Span] | None
    ) -> None:
        self.text = text
        self.length = len(text)
        self.is_open = is_open
        """Whether it may go on behind the end of the bytes. Then only whole groups of four characters are decoded."""
        self._data = data
        """The run as it is written; empty if its places are known, or follow each other."""
        self._start = start
        self._places = places

    def decoded(self) -> bytes:
        """The bytes that it stands for."""
        rest = self.length % 4
        whole = self.length - rest if self.is_open or rest == 1 else self.length
        text = self.text[:whole].translate(_STANDARD)
        return binascii.a2b_base64(text + b"=" * (-whole % 4))

    def place(self, index: int) -> Span:
        """In which part of the bytes one of its characters stands."""
        if not self._data and self._places is None:
            return (self._start + index, self._start + index + 1)
        if self._places is None:
            self._places = [
                (self._start + each.start(), self._start + each.end())
                for each in PLACES.finditer(self._data)
                if each[1] is not None
            ]
        return self._places[index]


def base64_runs(given: Input, is_whole: bool) -> Iterator[Base64Run]:
    """All runs that are long enough or open, from the left. With `is_whole` none is open."""
    data = given.data
    length = len(data)
    at = 0
    while at < length:
        found = WORD.match(data, at) or NEXT.search(data, at)
        if not found:
            return
        at = found.start()
        if data[at] not in BASE64 and (harmless := HARMLESS.match(data, at)):
            at = harmless.end()
            continue
        run, end = _simple_run(given, at) or _written_run(given, at)
        run.is_open = run.is_open and not is_whole
        if run.is_open or run.length >= _SHORTEST:
            yield run
        at = max(end, at + 1)


def _simple_run(given: Input, start: int) -> tuple[Base64Run, int] | None:
    """A run of one of the simple forms, and the place behind it; None if a closer look is needed."""
    data = given.data
    found = RUN.match(data, start)
    if not found:
        return None
    end = found.end()
    is_open = AT_END.match(data, end) is not None
    if not is_open and not SURELY_ENDED.match(data, end):
        return None
    given.steps_left -= (end - start) / _BYTES_OF_STEP
    written = found[0]
    text = SEPARATORS.sub(b"", written) if b"\\" in written else written
    text = text.translate(None, b" >\n\r\t")
    kept = b"" if len(text) == len(written) else written
    return Base64Run(text, is_open, kept, start, None), len(data) if is_open else end


def _written_run(given: Input, start: int) -> tuple[Base64Run, int]:
    """
    A run whose characters may be escaped or stand in several lines, and the place behind it, and behind what ended it if that
    was an escape.
    """
    if given.steps_left < 0:
        raise Unsearchable
    data = given.data
    length = len(data)
    places: list[Span] = []
    text = bytearray()
    separators: list[int] = []
    at = start
    while True:
        following: Reading | None
        if at < length and data[at] in BASE64:
            following = (data[at], at + 1)
        else:
            following = _deepest(readings(given, at))
        if not following:
            return Base64Run(bytes(text), True, b"", start, places), at
        given.steps_left -= 1
        code, end = following
        if code in BASE64:
            text.append(code)
            places.append((at, end))
            separators = []
        elif places and can_wrap(separators, code):
            separators.append(code)
        else:
            return Base64Run(bytes(text), False, b"", start, places), end
        at = end


def _deepest(found: Sequence[Reading]) -> Reading | None:
    """The longest of several readings; the first of these."""
    return max(found, key=lambda reading: reading[1], default=None)
