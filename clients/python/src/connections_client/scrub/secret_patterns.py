"""
What to look for: each secret in clear, in hexadecimal, and within a base64 text. `read_character` adds the escapes. A hostile
server can still hide the token in another encoding. Pure.
"""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from .beginnings import Beginnings, beginnings_of
from .patterns import Gaps, Pattern
from .utf import utf8, utf16

_URL_CODES: Final[Mapping[int, int]] = {0x2B: 0x2D, 0x2F: 0x5F}


class PatternSet(NamedTuple):
    """Patterns, in the form that `find_patterns` needs."""

    by_first: Mapping[int, Sequence[Pattern]]
    beginnings: Beginnings | None
    """Where a pattern may begin; None if there is no pattern."""

    def __repr__(self) -> str:
        return f"PatternSet({sum(map(len, self.by_first.values()))} patterns)"


def patterns_of(secrets: Iterable[str]) -> PatternSet:
    """All patterns of the secrets."""
    return pattern_set(
        [found for secret in secrets for found in (*_text_patterns(secret), *_base64_patterns(secret))]
    )


def caseless_patterns_of(secrets: Iterable[str]) -> PatternSet:
    """The patterns of the secrets in a text without upper case, such as the names of headers."""
    return pattern_set([plain(utf8(secret.lower())) for secret in secrets])


def pattern_set(patterns: Sequence[Pattern]) -> PatternSet:
    """Makes a set. Escapes are looked at if there is a pattern at all."""
    by_first: dict[int, list[Pattern]] = {}
    for each in patterns:
        for first in dict.fromkeys((each.codes[0], each.others[0])):
            by_first.setdefault(first, []).append(each)
    return PatternSet(by_first, beginnings_of(patterns) if patterns else None)


def plain(codes: Iterable[int]) -> Pattern:
    """A pattern of a text in clear. Forms write a space as `+`."""
    return _pattern(codes, lambda code: 0x2B if code == 0x20 else code, "soft")


def _pattern(codes: Iterable[int], other: Callable[[int], int], gaps: Gaps) -> Pattern:
    listed = tuple(codes)
    return Pattern(listed, tuple(map(other, listed)), gaps)


def _text_patterns(secret: str) -> list[Pattern]:
    """
    UTF-8 and hexadecimal. UTF-16 of ASCII is read like UTF-8; of other characters it consists of other bytes, and of units.
    """
    data = utf8(secret)
    found = [
        plain(data),
        _pattern(data.hex().encode(), lambda code: ord(chr(code).upper()), "pairs"),
    ]
    if secret.isascii():
        return found
    little = utf16(secret)
    units = [little[at] | little[at + 1] << 8 for at in range(0, len(little), 2)]
    # NULs are skipped where they are read.
    wide = [bytes(filter(None, text)) for text in (little, utf16(secret, big_endian=True))]
    return [*found, plain(units), *map(plain, wide)]


def _base64_patterns(secret: str) -> list[Pattern]:
    """
    In base64 three bytes become four characters, so the encoded secret depends on whether 0, 1 or 2 bytes come before it.
    Characters that also encode neighbouring bytes are left out. The URL alphabet (RFC 4648 section 5) has `-` and `_`.
    """
    found = []
    for data in (utf8(secret), utf16(secret), utf16(secret, big_endian=True)):
        for before in range(3):
            encoded = base64.b64encode(bytes(before) + data)
            first = (before * 8 + 5) // 6
            whole = (before + len(data)) * 8 // 6
            found.append(
                _pattern(encoded[first:whole], lambda code: _URL_CODES.get(code, code), "lines")
            )
    return found
