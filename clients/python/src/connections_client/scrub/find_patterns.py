"""Finds patterns in bytes, however their characters are written. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from .characters import BEGINS_ESCAPE, CR, LF, SOFT
from .patterns import Pattern, can_be_written, gap_beginnings
from .read_character import hex_pair, readings
from .reading_input import Input
from .refusals import Unsearchable
from .secret_patterns import PatternSet

Span = tuple[int, int]
"""A part of the bytes: where it starts, and the place behind it."""


class Findings(NamedTuple):
    """What was found."""

    spans: list[Span]
    """In order and apart."""
    open: int
    """Where a pattern begins that the bytes do not end; their length if there is none."""


def find_patterns(given: Input, patterns: PatternSet, is_whole: bool) -> Findings:
    """
    The leftmost and longest matches. With `is_whole` nothing stays open, because no more bytes come. Raises `Unsearchable` if
    that takes more steps than are left.
    """
    by_first, beginnings = patterns
    data = given.data
    spans: list[Span] = []
    at = beginnings.next(data, 0) if beginnings else -1
    while beginnings and at >= 0:
        if given.steps_left < 0:
            raise Unsearchable
        given.ran_out = False
        end = _longest_from(given, by_first, at)
        if given.ran_out and not is_whole:
            return Findings(spans, at)
        if end > at:
            spans.append((at, end))
        at = beginnings.next(data, max(end, at + 1))
    return Findings(spans, len(data))


def _longest_from(given: Input, by_first: Mapping[int, Sequence[Pattern]], at: int) -> int:
    """The end of the longest pattern that begins at `at`; `at` if there is none."""
    longest = at
    for code, end in readings(given, at):
        candidates = by_first.get(code, ())
        given.steps_left -= len(candidates)
        for pattern in candidates:
            longest = max(longest, *_ends_from(given, pattern, end), at)
    return longest


def _ends_from(given: Input, pattern: Pattern, start: int) -> Iterable[int]:
    """The places behind a pattern whose first character was read. There can be several, as behind `%41` and `%4141`."""
    data = given.data
    length = len(pattern.codes)
    places: list[int] = [start]
    index = 1
    while index < length and places:
        if len(places) == 1:
            first = places[0]
            in_clear = _clear_from(given, pattern, index, first)
            if in_clear:
                index += in_clear
                places = [first + in_clear]
                continue
            if first < len(data) and not can_be_written(data[first], pattern.gaps, index):
                return ()
        # In the order in which they were found, each once.
        ends: dict[int, None] = {}
        for place in places:
            _add_ends(given, pattern, index, ends, place, ())
        places = list(ends)
        index += 1
    return places


def _clear_from(given: Input, pattern: Pattern, index: int, at: int) -> int:
    """How many characters from here on stand in clear."""
    codes, others, gaps = pattern
    data = given.data
    most = min(len(codes) - index, len(data) - at)
    count = 0
    while count < most:
        byte = data[at + count]
        if byte != codes[index + count] and byte != others[index + count]:
            break
        if byte in BEGINS_ESCAPE or (byte == SOFT and gaps == "soft"):
            break
        count += 1
    given.steps_left -= count
    return count


def _add_ends(
    given: Input, pattern: Pattern, index: int, ends: dict[int, None], place: int, gap: tuple[int, ...]
) -> None:
    for code, end in readings(given, place):
        is_this = code == pattern.codes[index] or code == pattern.others[index]
        if is_this and _is_gap(gap):
            ends[end] = None
        if code == SOFT and pattern.gaps == "soft" and _is_gap(gap):
            # `=3D` of quoted-printable.
            quoted = hex_pair(given, end)
            if quoted and quoted[0] == pattern.codes[index]:
                ends[quoted[1]] = None
        # Not in place of the character: `=` can be one of the token, and the beginning of a gap.
        if (not is_this or code == SOFT) and _can_go_on(pattern, index, gap, code):
            _add_ends(given, pattern, index, ends, end, (*gap, code))


def _is_gap(gap: Sequence[int]) -> bool:
    """Whether these characters can stand between two of a pattern. A soft line break is not one without its line end."""
    return not gap or gap[0] != SOFT or gap[-1] == LF


def _can_go_on(pattern: Pattern, index: int, gap: Sequence[int], code: int) -> bool:
    """Whether a gap can begin, or go on, with this character. UTF-16 that was read as bytes has escaped NULs, up to three."""
    is_of_nuls = not any(gap)
    if code == 0:
        return len(gap) < 3 and is_of_nuls
    if is_of_nuls:
        return code in gap_beginnings(pattern.gaps, index)
    if gap[0] == SOFT:
        return (code == CR and len(gap) == 1) or (code == LF and LF not in gap)
    return can_wrap(gap, code)


_QUOTE: Final = 0x3E
"""`>`, with which mail quotes a line."""

_MOST: Final = 16
"""Longest separator: a line end and its indentation or quoting."""


def can_wrap(separators: Sequence[int], code: int) -> bool:
    """
    Whether a separator of lines, which is a line end and an indentation or quoting, can go on with this character. A blank line
    ends a text in lines, and an event of a stream.
    """
    if len(separators) >= _MOST:
        return False
    if code == LF:
        return LF not in separators
    if code == CR:
        return CR not in separators and LF not in separators
    is_quoted = code == _QUOTE and LF in separators
    return len(separators) > 0 and (is_quoted or code in (0x20, 0x09))
