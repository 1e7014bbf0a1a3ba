r"""
A quick look for the places at which a pattern may begin, so that the others cost next to nothing. Where the look says no, no
way of writing begins there; where it says yes, `find_patterns` looks closer. It is one regular expression, which knows the first
characters of each pattern in clear, and the escapes that are none of them. Pure.
"""

import re
from collections.abc import Iterable, Sequence, Set
from typing import Final

from .characters import AMPERSAND, BACKSLASH, BEGINS_ESCAPE, BEGINS_NUMBER, CONTROLS, PERCENT
from .html_names import HTML_NAMES, MOST_LETTERS
from .patterns import Pattern, gap_beginnings

_LEVELS: Final = 4
"""Characters of a pattern that are compared in clear. Python keeps the text of an expression, so these are few."""

_ESCAPES: Final = rb"\\%&\0"
_HEX: Final = rb"[0-9a-fA-F]"
_BEYOND_ASCII: Final = rb"(?:00[89a-fA-F]|0[1-9a-fA-F][0-9a-fA-F]|[1-9a-fA-F][0-9a-fA-F]{2})[0-9a-fA-F]"
_END: Final = rb"\Z"


class Beginnings:
    """Finds where patterns may begin."""

    __slots__ = ("_begin", "_is_harmless")

    def __init__(self, begin: re.Pattern[bytes], is_harmless: re.Pattern[bytes]) -> None:
        self._begin = begin
        self._is_harmless = is_harmless

    def next(self, data: bytes, at: int) -> int:
        """The next place from `at` on at which a pattern may begin; -1 if there is none."""
        while found := self._begin.search(data, at):
            start, end = found.span()
            # Behind the first characters in clear an escape follows: it may be none of the next.
            is_within = end > start + 1 and data[end - 1] in BEGINS_ESCAPE
            if not (is_within and self._is_harmless.match(data, end - 1)):
                return start
            at = start + 1
        return -1


def beginnings_of(patterns: Sequence[Pattern]) -> Beginnings:
    """The look for these patterns, of which there is at least one."""
    firsts = {code for each in patterns for code in (each.codes[0], each.others[0])}
    later = {code for each in patterns for code in (*each.codes[1:_LEVELS], *each.others[1:_LEVELS])}
    gaps = {code for each in patterns for at in (1, 2) for code in gap_beginnings(each.gaps, at)}
    branches = [
        re.escape(bytes((first,))) + (b"" if first in BEGINS_ESCAPE or first == 0 else _rest(patterns, first))
        for first in sorted(firsts)
        if first < 256
    ]
    branches.extend(re.escape(sign) + b"(?!" + harmless + b")" for sign, harmless in _harmless(firsts))
    harmless_later = [re.escape(sign) + b"(?:" + harmless + b")" for sign, harmless in _harmless(later | gaps | {0})]
    is_harmless = b"|".join(harmless_later) or b"(?!)"
    begin = b"|".join(branches)
    return Beginnings(re.compile(begin, re.DOTALL), re.compile(is_harmless, re.DOTALL))


def _harmless(codes: Set[int]) -> list[tuple[bytes, bytes]]:
    """For each sign that begins escapes, and is none of the codes: what behind it is none of the codes either."""
    signs = {
        # More backslashes than one character can have before it are passed over one by one.
        BACKSLASH: rb"\\{7}|" + _harmless_backslashes(codes),
        PERCENT: _harmless_percent(codes),
        AMPERSAND: _harmless_ampersand(codes),
    }
    return [(bytes((sign,)), harmless) for sign, harmless in signs.items() if sign not in codes]


def _rest(patterns: Sequence[Pattern], first: int) -> bytes:
    return _next_level([each for each in patterns if first in (each.codes[0], each.others[0])], 1)


def _next_level(patterns: Sequence[Pattern], index: int) -> bytes:
    """The character at `index`, an escape or a gap that may stand there, or the end of the bytes."""
    if index >= _LEVELS or any(len(each.codes) <= index for each in patterns):
        return b""
    by_code: dict[int, list[Pattern]] = {}
    for each in patterns:
        for code in {each.codes[index], each.others[index]}:
            by_code.setdefault(code, []).append(each)
    specials = {code for each in patterns for code in gap_beginnings(each.gaps, index)} | BEGINS_ESCAPE | {0}
    branches = [_class_of(specials)]
    for code, those in by_code.items():
        if code < 256 and code not in specials:
            branches.append(re.escape(bytes((code,))) + _next_level(those, index + 1))
    return b"(?:" + b"|".join([*branches, _END]) + b")"


def _harmless_backslashes(codes: Iterable[int]) -> bytes:
    r"""Behind a backslash: what makes it, and up to six more, an escape of none of these codes."""
    avoided = set(codes)
    literal = set(range(1, 256)) - BEGINS_ESCAPE - BEGINS_NUMBER
    literal = {code for code in literal if CONTROLS.get(code, code) not in avoided}
    numbers = [_hex_of((code for code in literal if code < 0x80 and code not in avoided), rb"00")]
    if all(code < 0x80 for code in avoided):
        numbers.append(_BEYOND_ASCII)
    return rb"\\{0,6}(?:" + _class_of(literal) + b"|u(?:" + b"|".join(numbers) + b"))"


def _harmless_percent(codes: Iterable[int]) -> bytes:
    """Behind a percent sign: what is none of these codes."""
    harmless = set(range(256)) - BEGINS_ESCAPE - set(codes)
    no_digit = rb"[^0-9a-fA-Fu" + _ESCAPES + b"]"
    half = _HEX + rb"[^0-9a-fA-F" + _ESCAPES + b"]"
    return b"|".join([no_digit, half, _hex_of(harmless, b"")])


def _harmless_ampersand(codes: Iterable[int]) -> bytes:
    """Behind an ampersand: what is no character reference, or one of none of these codes."""
    avoided = set(codes) | BEGINS_ESCAPE
    names = b"|".join(name.encode() for name, code in HTML_NAMES.items() if code in avoided) or b"(?!)"
    most = str(MOST_LETTERS).encode()
    parts = [
        rb"[^#A-Za-z" + _ESCAPES + b"]",
        rb"[A-Za-z]{%b}[A-Za-z]" % most,
        rb"[A-Za-z]{1,%b}[^A-Za-z;" % most + _ESCAPES + b"]",
        rb"(?!(?:" + names + rb");)[A-Za-z]{1,%b};" % most,
    ]
    # The ampersand itself is none of the codes.
    parts.append(rb"amp;[^#A-Za-z" + _ESCAPES + b"]")
    if all(code < 0x80 for code in avoided):
        parts.append(rb"#(?:12[89]|1[3-9]\d|[2-9]\d\d|[1-9]\d{3,6})[^0-9" + _ESCAPES + b"]")
    numbers = b"|".join(b"%d" % code for code in range(0x20, 0x7F) if code not in avoided)
    parts.append(b"#(?:" + numbers + b");")
    return b"|".join(parts)


def _hex_of(codes: Iterable[int], before: bytes) -> bytes:
    """Two hexadecimal digits, of one of these codes, in small or large letters."""
    by_high: dict[int, list[int]] = {}
    for code in codes:
        by_high.setdefault(code >> 4, []).append(code & 15)
    digits = [b"[" + _both_cases([high]) + b"][" + _both_cases(lows) + b"]" for high, lows in by_high.items()]
    return before + b"(?:" + (b"|".join(digits) or b"(?!)") + b")"


def _both_cases(digits: Iterable[int]) -> bytes:
    text = "".join(f"{digit:x}" for digit in digits)
    return "".join(dict.fromkeys(text + text.upper())).encode()


def _class_of(codes: Iterable[int]) -> bytes:
    return b"[" + b"".join(b"\\x%02x" % code for code in sorted(codes)) + b"]" if codes else b"(?!)"
