"""Decodes an answer as far as it can be searched for the token, and refuses every other encoding (RFC 9110 section 8.4)."""

import zlib
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any, Final

from ..errors import ResponseRefused

Decoder = Callable[[bytes, bool], Iterator[bytes]]
"""Gets the next bytes and whether they are the last ones, and gives decoded pieces of a bounded size."""

_PIECE: Final = 64 * 1024
_COMPRESSED: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""First bytes of gzip (RFC 1952 section 2.3.1) and zstd (RFC 8878 section 3.1.1). A text does not begin with them."""


def decoders_for(headers: tuple[tuple[str, str], ...], status: int) -> list[Decoder]:
    """The decoders in the order in which they are applied.

    :raises ResponseRefused: `undecodable` for an encoding that is not decoded here
    """
    content = _codings(headers, "content-encoding")
    transfer = [coding for coding in _codings(headers, "transfer-encoding") if coding != "chunked"]
    if content == ["identity"]:
        content = []
    if transfer or not all(_is_known(coding) for coding in content):
        raise ResponseRefused("undecodable", status)
    return [_decoder(coding) for coding in reversed(content)]


def refuse_compressed(first: bytes) -> None:
    """Raises for a body that is still compressed, because its header does not say so. `first`: its first four bytes."""
    if any(first.startswith(magic) for magic in _COMPRESSED):
        raise ResponseRefused("undecodable")


def _codings(headers: tuple[tuple[str, str], ...], name: str) -> list[str]:
    values = ",".join(value for each, value in headers if each.lower() == name)
    return [coding.strip().lower() for coding in values.split(",") if coding.strip()]


def _is_known(coding: str) -> bool:
    return coding in ("gzip", "x-gzip", "deflate") or (coding == "br" and _brotli() is not None)


def _decoder(coding: str) -> Decoder:
    if coding == "br":
        return _brotli_decoder()
    return _zlib_decoder(zlib.MAX_WBITS | 16) if coding.endswith("gzip") else _deflate_decoder()


def _zlib_decoder(wbits: int) -> Decoder:
    stream = zlib.decompressobj(wbits)

    def decode(data: bytes, is_last: bool) -> Iterator[bytes]:
        nonlocal stream
        while data:
            piece = stream.decompress(data, _PIECE)
            data = stream.unconsumed_tail
            if piece:
                yield piece
            if stream.eof and stream.unused_data:
                # RFC 1952 section 2.2: members follow each other.
                data, stream = stream.unused_data, zlib.decompressobj(wbits)
            elif not piece and not data:
                break
        if is_last and not stream.eof:
            raise zlib.error("the stream is cut")

    return decode


def _deflate_decoder() -> Decoder:
    """Some servers send raw deflate (RFC 1951) without the wrapper of zlib (RFC 1950)."""
    chosen: Decoder | None = None

    def decode(data: bytes, is_last: bool) -> Iterator[bytes]:
        nonlocal chosen
        if chosen is None and data:
            is_wrapped = data[0] & 0x0F == 8
            chosen = _zlib_decoder(zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS)
        yield from chosen(data, is_last) if chosen else ()

    return decode


def _brotli() -> str | None:
    """A package that decodes Brotli in pieces, if there is one."""
    return next((name for name in ("brotli", "brotlicffi") if find_spec(name)), None)


def _brotli_decoder() -> Decoder:
    from importlib import import_module

    stream: Any = import_module(_brotli() or "").Decompressor()

    def decode(data: bytes, is_last: bool) -> Iterator[bytes]:
        if data:
            yield stream.process(data)
        if is_last and not stream.is_finished():
            raise zlib.error("the stream is cut")

    return decode
