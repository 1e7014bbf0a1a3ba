r"""
Reads one character of a text that may be written in many ways: as it is, escaped in JSON, ECMAScript or C (`\u0061`, `\u{61}`,
`\U00000061`, `\x61`, `\141`, `\/`), in a URL (`%61`, `%u0061`) or in HTML (`&#97;`, `&#x61;`, `&amp;`), in UTF-16 or UTF-32, and
in up to three of these within each other. It reads all ways at once, since the bytes alone do not say which one the server
meant.
"""

from collections.abc import Sequence, Set
from typing import Final

from .characters import (
    AMPERSAND,
    BACKSLASH,
    BEGINS_ESCAPE,
    BEGINS_NUMBER,
    CONTROLS,
    DECIMAL,
    HEX,
    LETTERS,
    OCTAL,
    PERCENT,
)
from .html_names import FIRST_LETTERS, HTML_NAMES, MOST_LETTERS
from .reading_input import DEPTH, Input, Reading

_KNOWN: Final = 4_096
"""Most places whose readings are kept at a time."""

_MOST_DIGITS: Final = 8
"""Digits of a number with leading zeros."""

_NOTHING: Final[tuple[Reading, ...]] = ()
_U: Final = frozenset(b"u")
_X: Final = frozenset(b"xX")
_HASH: Final = frozenset(b"#")
_SEMICOLON: Final = frozenset(b";")
_OPEN: Final = frozenset(b"{")
_CLOSE: Final = frozenset(b"}")


def readings(given: Input, at: int, depth: int = DEPTH) -> Sequence[Reading]:
    """All readings of the character at `at`, with escapes down to `depth`. Empty at the end of the bytes."""
    data = given.data
    given.steps_left -= 1
    start = at
    length = len(data)
    # UTF-16 and UTF-32 write one or three NULs beside each ASCII character. No other text has NULs.
    while start < length and data[start] == 0 and start < at + 3:
        start += 1
    if start >= length:
        given.ran_out = True
        return _NOTHING
    code = data[start]
    if depth == 0 or code not in BEGINS_ESCAPE:
        return ((code, start + 1),)
    return _simple(data, code, start + 1) or _remembered(given, start, depth)


def _simple(data: bytes, code: int, end: int) -> Sequence[Reading]:
    """The readings where a look at the next bytes is enough; empty if it is not."""
    if end >= len(data):
        return _NOTHING
    after = data[end]
    if after == 0 or after in BEGINS_ESCAPE:
        return _NOTHING
    if code == BACKSLASH:
        if after in BEGINS_NUMBER:
            return _NOTHING
        return ((code, end), (CONTROLS.get(after, after), end + 1))
    if code == AMPERSAND:
        return _NOTHING if after == 0x23 or after in FIRST_LETTERS else ((code, end),)
    return _NOTHING if after == 0x75 else _simple_percent(data, end, after)


def _simple_percent(data: bytes, end: int, first: int) -> Sequence[Reading]:
    if first not in HEX:
        return ((PERCENT, end),)
    if end + 1 >= len(data):
        return _NOTHING
    second = data[end + 1]
    if second == 0 or second in BEGINS_ESCAPE:
        return _NOTHING
    if second not in HEX:
        return ((PERCENT, end),)
    code = int(data[end : end + 2], 16)
    return _NOTHING if code in BEGINS_ESCAPE else ((PERCENT, end), (code, end + 2))


def _remembered(given: Input, start: int, depth: int) -> Sequence[Reading]:
    key = start * (DEPTH + 1) + depth
    entry = given.known.get(key)
    if entry is None:
        ran_out_before = given.ran_out
        given.ran_out = False
        entry = (_escapes(given, start, depth), given.ran_out)
        given.ran_out = ran_out_before
        if len(given.known) >= _KNOWN:
            given.known.clear()
        given.known[key] = entry
    if entry[1]:
        given.ran_out = True
    return entry[0]


def _escapes(given: Input, start: int, depth: int) -> list[Reading]:
    """All readings of the character at `start`, which begins an escape."""
    shallow = readings(given, start, depth - 1)
    found = list(shallow)
    for code, end in shallow:
        if code == BACKSLASH:
            _add_backslashed(given, found, end, depth - 1)
        elif code == PERCENT:
            _add_new(found, _percent_encoded(given, end, depth - 1))
        elif code == AMPERSAND:
            _add_new(found, _character_reference(given, end, depth - 1))
    given.steps_left -= len(found)
    return found


def hex_pair(given: Input, at: int) -> Reading | None:
    """Two hexadecimal digits, as behind `=` in quoted-printable (RFC 2045 section 6.7); None if there are none."""
    return _digits(given, at, DEPTH, 16, HEX, 2, 2)


def _add_new(found: list[Reading], more: Reading | None) -> None:
    if more is not None and more not in found:
        found.append(more)


def _add_backslashed(given: Input, found: list[Reading], at: int, depth: int) -> None:
    r"""
    RFC 8259 section 7, ECMAScript's EscapeSequence, and `\U00000061` of C and Python. Any other character behind a backslash
    stands for itself.
    """
    for code, end in readings(given, at, depth):
        if code == 0x75:
            _add_new(found, _digits(given, end, depth, 16, HEX, 4, 4) or _braced(given, end, depth))
        elif code == 0x78:
            _add_new(found, _digits(given, end, depth, 16, HEX, 2, 2))
        elif code in OCTAL:
            _add_new(found, _digits(given, at, depth, 8, OCTAL, 1, 3))
        else:
            if code == 0x55:
                _add_new(found, _digits(given, end, depth, 16, HEX, 8, 8))
            _add_new(found, (CONTROLS.get(code, code), end))


def _braced(given: Input, at: int, depth: int) -> Reading | None:
    r"""`\u{61}` of ECMAScript."""
    opened = _one(given, at, depth, _OPEN)
    number = opened and _digits(given, opened[1], depth, 16, HEX, 1, _MOST_DIGITS)
    closed = number and _one(given, number[1], depth, _CLOSE)
    return (number[0], closed[1]) if number and closed else None


def _percent_encoded(given: Input, at: int, depth: int) -> Reading | None:
    """RFC 3986 section 2.1, and `%u0061` of ECMAScript's `escape`."""
    u = _one(given, at, depth, _U)
    if u:
        return _digits(given, u[1], depth, 16, HEX, 4, 4)
    return _digits(given, at, depth, 16, HEX, 2, 2)


def _character_reference(given: Input, at: int, depth: int) -> Reading | None:
    """Character references of HTML. A semicolon may be missing behind a number."""
    hash_sign = _one(given, at, depth, _HASH)
    if not hash_sign:
        return _named(given, at, depth)
    x = _one(given, hash_sign[1], depth, _X)
    if x:
        number = _digits(given, x[1], depth, 16, HEX, 1, _MOST_DIGITS)
    else:
        number = _digits(given, hash_sign[1], depth, 10, DECIMAL, 1, _MOST_DIGITS)
    if not number:
        return None
    semicolon = _one(given, number[1], depth, _SEMICOLON)
    return (number[0], semicolon[1] if semicolon else number[1])


def _named(given: Input, at: int, depth: int) -> Reading | None:
    name = ""
    end = at
    while len(name) < MOST_LETTERS:
        letter = _one(given, end, depth, LETTERS)
        if not letter:
            break
        name += chr(letter[0])
        end = letter[1]
    code = HTML_NAMES.get(name)
    semicolon = None if code is None else _one(given, end, depth, _SEMICOLON)
    return None if code is None or semicolon is None else (code, semicolon[1])


def _digits(
    given: Input, at: int, depth: int, base: int, accepted: Set[int], least: int, most: int
) -> Reading | None:
    """A number of so many digits; None if there are fewer."""
    text = ""
    end = at
    while len(text) < most:
        digit = _one(given, end, depth, accepted)
        if not digit:
            break
        text += chr(digit[0])
        end = digit[1]
    return None if len(text) < least else (int(text, base), end)


def _one(given: Input, at: int, depth: int, accepted: Set[int]) -> Reading | None:
    """The first reading of the next character that is accepted. Digits and letters can be read in one way alone."""
    for reading in readings(given, at, depth):
        if reading[0] in accepted:
            return reading
    return None
