"""Kinds of characters, by their codes."""

from collections.abc import Mapping
from typing import Final

BACKSLASH: Final = 0x5C
PERCENT: Final = 0x25
AMPERSAND: Final = 0x26
LF: Final = 0x0A
CR: Final = 0x0D

SOFT: Final = 0x3D
"""`=`, which begins a soft line break of quoted-printable."""

BEGINS_ESCAPE: Final = frozenset((BACKSLASH, PERCENT, AMPERSAND))
"""The characters with which an escape begins."""

OCTAL: Final = frozenset(b"01234567")
DECIMAL: Final = frozenset(b"0123456789")
HEX: Final = frozenset(b"0123456789abcdefABCDEF")
LETTERS: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
LINE_ENDS: Final = frozenset((LF, CR))
BASE64: Final = LETTERS | DECIMAL | frozenset(b"+/-_")
"""The characters of both alphabets of base64 (RFC 4648 sections 4 and 5)."""

BEGINS_NUMBER: Final = OCTAL | frozenset(b"uUx")
r"""The characters behind a backslash that begin the code of a character: `\u`, `\U`, `\x`, or octal."""

CONTROLS: Final[Mapping[int, int]] = {0x62: 0x08, 0x66: 0x0C, 0x6E: LF, 0x72: CR, 0x74: 0x09}
r"""`\b`, `\f`, `\n`, `\r` and `\t`."""
