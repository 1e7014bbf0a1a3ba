"""Texts as bytes. Half a surrogate pair, which no encoding has, becomes the replacement character, as in browsers and Node."""

import re
from typing import Final

_HALVES: Final = re.compile("[\ud800-\udfff]")


def utf8(text: str) -> bytes:
    """The text in UTF-8."""
    return whole(text).encode()


def utf16(text: str, *, big_endian: bool = False) -> bytes:
    """The text in UTF-16 without a byte order mark."""
    return whole(text).encode("utf-16-be" if big_endian else "utf-16-le")


def whole(text: str) -> str:
    """The text without halves of surrogate pairs."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def units(text: str) -> int:
    """The length in UTF-16 code units, in which limits of characters are counted by all clients."""
    return len(text) if text.isascii() else len(text) + sum(letter > "\uffff" for letter in text)


def head(text: str, most: int) -> str:
    """The beginning of the text, with so many UTF-16 code units."""
    part = text[:most]
    if len(part) <= most // 2 or part.isascii() or max(part) <= "\uffff":
        return part
    return part.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "surrogatepass")
