"""Refuses an answer whose bytes were not decoded: they cannot be searched, and nobody behind the client could read them."""

from collections.abc import Collection
from typing import Final

from .refusals import Undecodable

DECODED: Final = frozenset(("gzip", "x-gzip", "deflate"))
"""What each HTTP library for Python decodes. Others, such as `br`, need a package that may be missing."""

_COMPRESSED: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""First bytes of gzip (RFC 1952 section 2.3.1) and zstd (RFC 8878 section 3.1.1). A text does not begin with them."""


def refuse_undecoded(
    content_encoding: str | None, transfer_encoding: str | None, decoded: Collection[str] = DECODED
) -> None:
    """
    Raises `Undecodable` for any other content or transfer encoding than those that the HTTP library decodes (RFC 9110 section
    8.4).
    """
    content = _codings(content_encoding)
    is_decoded = all(coding in decoded for coding in content) or content == ["identity"]
    transfer = [coding for coding in _codings(transfer_encoding) if coding != "chunked"]
    if not is_decoded or transfer:
        raise Undecodable


class CompressedCheck:
    """
    A check for each chunk of a body, in order: it raises `Undecodable` for a body that is still compressed, because its header
    does not say so or because the HTTP library does not decode.
    """

    __slots__ = ("_first",)

    def __init__(self) -> None:
        self._first = b""

    def feed(self, chunk: bytes) -> None:
        """Looks at a chunk."""
        if len(self._first) >= 4:
            return
        self._first = (self._first + bytes(chunk[:4]))[:4]
        if self._first.startswith(_COMPRESSED):
            raise Undecodable


def _codings(value: str | None) -> list[str]:
    if value is None or value.strip() == "":
        return []
    return [coding.strip().lower() for coding in value.split(",")]
