"""Passes a response body to the transport: each chunk is counted, timed, decoded and searched for the token (T151, T153)."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from .. import limits
from ..errors import ResponseRefused, ServerUnreachable
from ..exchange.steps import Steps
from ..exchange.wire import Close, RawAnswer, Read, Turn
from .content_encoding import Decoder, refuse_compressed


class Scrubs(Protocol):
    def feed(self, data: bytes) -> bytes: ...

    def finish(self) -> bytes: ...


@dataclass
class GuardedBody:
    """Fails with ResponseRefused at a limit, and with ServerUnreachable if the server breaks off."""

    raw: RawAnswer
    scrubber: Scrubs
    decoders: list[Decoder]
    max_bytes: int
    is_listening: bool
    """The client's listening GET ends at a limit, and the transport opens another. Elsewhere a limit is an error."""

    def __post_init__(self) -> None:
        self._waiting: deque[bytes] = deque()
        self._first = b""
        self._left = self.max_bytes
        self._in_turn = 0
        self._is_over = False

    def read(self) -> Steps[bytes | None]:
        """The next bytes without the token. None: there are no more."""
        try:
            while not self._is_over:
                sure = yield from self._next()
                if sure:
                    return sure
            return None
        except GeneratorExit:
            raise
        except BaseException as error:
            self._is_over = True
            yield Close(self.raw)
            if self.is_listening and isinstance(error, ResponseRefused):
                return None
            raise

    def close(self) -> Steps[None]:
        self._is_over = True
        self._waiting.clear()
        yield Close(self.raw)

    def _next(self) -> Steps[bytes]:
        if self._waiting:
            return self.scrubber.feed((yield from self._slice()))
        chunk: bytes | None = yield Read(self.raw)
        self._take(b"" if chunk is None else chunk, is_last=chunk is None)
        if chunk is None:
            return (yield from self._rest())
        return b""

    def _rest(self) -> Steps[bytes]:
        sure = b""
        while self._waiting:
            sure += self.scrubber.feed((yield from self._slice()))
        self._is_over = True
        yield Close(self.raw)
        return sure + self.scrubber.finish()

    def _take(self, chunk: bytes, *, is_last: bool) -> None:
        is_broken = False
        try:
            for piece in _decoded(self.decoders, chunk, is_last):
                self._left -= len(piece)
                if self._left < 0:
                    raise ResponseRefused("too_large")
                if len(self._first) < 4:
                    self._first = (self._first + piece)[:4]
                    refuse_compressed(self._first)
                self._waiting.append(piece)
        except ResponseRefused:
            raise
        except Exception:
            # A decoder's error may quote what it read, so it is not kept.
            is_broken = True
        if is_broken:
            raise ServerUnreachable("DecodingError")

    def _slice(self) -> Steps[bytes]:
        """Between slices other work has its turn, however many bytes are there at once."""
        if self._in_turn >= limits.SEARCH_SLICE:
            yield Turn()
            self._in_turn = 0
        piece = self._waiting.popleft()
        room = limits.SEARCH_SLICE - self._in_turn
        if len(piece) > room:
            self._waiting.appendleft(piece[room:])
            piece = piece[:room]
        self._in_turn += len(piece)
        return piece


def _decoded(decoders: list[Decoder], chunk: bytes, is_last: bool) -> Iterator[bytes]:
    pieces: Iterator[bytes] = iter([chunk] if chunk else [])
    for decode in decoders:
        pieces = _through(decode, pieces, is_last)
    return pieces


def _through(decode: Decoder, pieces: Iterator[bytes], is_last: bool) -> Iterator[bytes]:
    """What a decoder makes of the pieces of the one before it."""
    for piece in pieces:
        yield from decode(piece, False)
    if is_last:
        yield from decode(b"", True)
