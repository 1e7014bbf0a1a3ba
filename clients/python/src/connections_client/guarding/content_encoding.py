"""Decodes an answer as far as it can be searched for the token, and refuses every other encoding (RFC 9110 section 8.4)."""

import zlib
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any, Final

from ..errors import ResponseRefused
from ..scrub import Refused, refuse_undecoded
from ..scrub.content_encoding import DECODED

Decoder = Callable[[bytes, bool], Iterator[bytes]]
"""Gets the next bytes and whether they are the last ones, and gives decoded pieces of a bounded size."""

_PIECE: Final = 64 * 1024


def decoders_for(headers: tuple[tuple[str, str], ...], status: int) -> list[Decoder]:
    """The decoders in the order in which they are applied.

    :raises ResponseRefused: `undecodable` for an encoding that is not decoded here
    """
    content = _joined(headers, "content-encoding")
    decoded = DECODED if _brotli() is None else DECODED | {"br"}
    is_refused = False
    try:
        refuse_undecoded(content, _joined(headers, "transfer-encoding"), decoded)
    except Refused:
        is_refused = True
    if is_refused:
        raise ResponseRefused("undecodable", status)
    codings = [coding.strip().lower() for coding in (content or "").split(",")]
    return [_decoder(coding) for coding in reversed(codings) if coding in decoded]


def _joined(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    return ",".join(value for each, value in headers if each.lower() == name) or None


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
