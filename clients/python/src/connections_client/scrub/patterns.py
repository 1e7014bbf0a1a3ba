"""A sequence of characters, and what may stand between them. Pure."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from .characters import BEGINS_ESCAPE, LINE_ENDS, SOFT

Gaps = Literal["lines", "pairs", "soft"]
"""
`lines`: lines may be wrapped, as in MIME (RFC 2045 section 6.8). `pairs`: the same between two pairs of digits, or a colon, a
hyphen or a blank. `soft`: a soft line break of quoted-printable (section 6.7).
"""

_BETWEEN_PAIRS = LINE_ENDS | frozenset(b":- ")


class Pattern(NamedTuple):
    """A sequence of characters."""

    codes: Sequence[int]
    others: Sequence[int]
    """Another code that stands for the same at the same place; equal to `codes` where there is none."""
    gaps: Gaps
    """What may stand between two characters."""

    def __repr__(self) -> str:
        return f"Pattern({len(self.codes)} characters)"


def gap_beginnings(gaps: Gaps, index: int) -> frozenset[int]:
    """The codes with which a gap before the character at `index` can begin."""
    if gaps == "soft":
        return frozenset((SOFT,))
    if gaps == "lines":
        return LINE_ENDS
    return _BETWEEN_PAIRS if index % 2 == 0 else frozenset()


def can_be_written(byte: int, gaps: Gaps, index: int) -> bool:
    """Whether the character at `index` can be written with this byte first, although the byte is another character."""
    return byte == 0 or byte in BEGINS_ESCAPE or byte in gap_beginnings(gaps, index)
