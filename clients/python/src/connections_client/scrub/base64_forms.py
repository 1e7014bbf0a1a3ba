r"""
The forms of base64 that one look recognises: characters in clear or behind backslashes, in one line or in several, as far as
the separators and what ends the run are in clear or behind backslashes too. `base64_runs` reads everything else character by
character. Pure.
"""

import re
from collections.abc import Iterable
from typing import Final

from .characters import BASE64, BEGINS_ESCAPE, BEGINS_NUMBER, CONTROLS, CR, LF
from .html_names import HTML_NAMES

_SIMPLE: Final = frozenset(range(1, 256)) - BEGINS_ESCAPE - BEGINS_NUMBER
"""Characters that a backslash leaves as they are, or makes a control."""

_BLANKS: Final = frozenset(b" \t")
_INDENTS: Final = frozenset(b" \t>")
_BEYOND_ASCII: Final = rb"(?:00[89a-fA-F]|0[1-9a-fA-F][0-9a-fA-F]|[1-9a-fA-F][0-9a-fA-F]{2})[0-9a-fA-F]"
_CLEAR: Final = frozenset(range(1, 256)) - BEGINS_ESCAPE

_NAMES: Final = b"|".join(name.encode() for name in HTML_NAMES)
_SIGN: Final = (
    rb"%(?=[^0-9a-fA-Fu\\%&\0]|[0-9a-fA-F][^0-9a-fA-F\\%&\0])"
    rb"|&(?:amp;)?(?=[^#A-Za-z\\%&\0])"
    rb"|&(?=[A-Za-z]{1,8}[^A-Za-z;\\%&\0]|[A-Za-z]{9}|(?!(?:" + _NAMES + rb");)[A-Za-z]{1,8};)"
)
"""A sign that begins no escape."""


def _class_of(codes: Iterable[int]) -> bytes:
    return b"[" + b"".join(b"\\x%02x" % code for code in sorted(codes)) + b"]"


def _behind_backslash(codes: Iterable[int]) -> bytes:
    """The characters that stand for these codes behind a backslash."""
    wanted = set(codes)
    return _class_of(each for each in _SIMPLE if CONTROLS.get(each, each) in wanted)


def _written(codes: frozenset[int]) -> bytes:
    """One of these characters, in clear or behind backslashes, of which three levels of JSON write up to seven."""
    return rb"(?:" + _class_of(codes) + rb"|\\{1,7}" + _behind_backslash(codes) + b")"


def _escaped(codes: frozenset[int]) -> bytes:
    """One of these characters, none of which begins an escape, as an escape that has no other within it."""
    hexes = b"|".join(b"(?i:%02x)" % code for code in codes)
    names = b"|".join(name.encode() for name, code in HTML_NAMES.items() if code in codes)
    ascii_codes = [code for code in codes if code < 0x80]
    numbers = b"|".join(b"%d" % code for code in ascii_codes if code >= 0x20)
    return b"|".join(
        [
            rb"\\{1,7}" + _behind_backslash(codes),
            rb"\\{1,7}u(?:00(?:" + b"|".join(b"(?i:%02x)" % code for code in ascii_codes) + b")|%b)" % _BEYOND_ASCII,
            b"%(?:" + hexes + b")",
            b"&(?:" + names + b");",
            b"&#(?:" + numbers + rb"|12[89]|1[3-9]\d|[2-9]\d\d|[1-9]\d{3,6});",
        ]
    )


def _ended(codes: Iterable[int]) -> bytes:
    """A character that is in clear, or in a simple escape, and none of these."""
    others = _CLEAR - frozenset(codes)
    return _class_of(others) + b"|" + _escaped(others) + b"|" + _SIGN


_LETTER: Final = _class_of(BASE64)
_LETTERS: Final = rb"(?:" + _LETTER + rb"+|\\{1,7}" + _behind_backslash(BASE64) + b")+"
_CR: Final = _written(frozenset((CR,)))
_LF: Final = _written(frozenset((LF,)))
_INDENT: Final = _written(_INDENTS)
_LINE_END: Final = (
    b"(?:" + _CR + b"(?:" + _LF + _INDENT + b"{0,14})?|" + _LF + _INDENT + b"{0,15})"
)

RUN: Final = re.compile(_LETTERS + b"(?:" + _LINE_END + _LETTERS + b")*")
"""A run, as far as it has one of these forms."""

SURELY_ENDED: Final = re.compile(
    b"|".join(
        [
            b"(?:" + _ended(BASE64 | {CR, LF}) + b")",
            _CR + b"?" + _LF + _INDENT + b"{0,14}(?:" + _ended(BASE64 | _INDENTS) + b")",
            _CR + b"(?:" + _ended(BASE64 | _BLANKS | {LF}) + b")",
        ]
    )
)
"""Behind a run: what no reading takes for a part of it."""

AT_END: Final = re.compile(b"(?:" + _LINE_END + rb")?\Z")
"""Behind a run: the end of the bytes, which may cut it off."""

_ENDS_WORD: Final = rb"\\{0,6}(?:" + _behind_backslash(_CLEAR - BASE64 - {CR, LF}) + b"|u" + _BEYOND_ASCII + b")"

WORD: Final = re.compile(
    _LETTER + b"{16}|" + _LETTER + rb"{1,15}(?=[\0\r\n%&]|\\(?!" + _ENDS_WORD + rb")|\Z)"
)
"""Characters of base64 that are many, or that may go on behind what follows."""

NEXT: Final = re.compile(rb"[\\%&]|(?<!" + _LETTER + b")(?:" + WORD.pattern + b")")
"""The next escape or word."""

HARMLESS: Final = re.compile(
    b"(?:" + _escaped(_CLEAR - BASE64) + b"|" + _SIGN
    + rb"|\\{8}" + _behind_backslash(_CLEAR - BASE64)
    + rb"|\\{1,8}(?=" + _behind_backslash(BASE64) + b")){1,500}"
)  # fmt: skip
"""Escapes, and what looks like one, in which no run begins."""

SEPARATORS: Final = re.compile(rb"\\{1,7}[nrt]|\\{1,7}(?=.)", re.DOTALL)
"""What stands before or between the characters of a run that has backslashes, but for what is in clear."""

PLACES: Final = re.compile(
    rb"\\{1,7}[nrt >\n\r\t]|[ >\n\r\t]|(\\{0,7}" + _LETTER + b")"
)
"""Group 1 is each character of a run with its backslashes."""
