"""Passes a response body to the transport: each chunk is timed, decoded, counted and searched for the token (T151, T153)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..errors import ResponseRefused, ServerUnreachable
from ..exchange.steps import Steps
from ..exchange.wire import Close, RawAnswer, Read, Turn
from ..scrub import GuardedBody as Guard
from ..scrub import AnswerSecrets, Refused, Scrubber
from .content_encoding import Decoder


@dataclass
class GuardedBody:
    """Fails with ResponseRefused at a limit, and with ServerUnreachable if the server breaks off."""

    raw: RawAnswer
    secrets: AnswerSecrets
    """They may grow while the body is read."""
    on_leak: Callable[[], None]
    decoders: list[Decoder]
    max_bytes: int
    is_listening: bool
    """The client's listening GET ends at a limit, and the transport opens another. Elsewhere a limit is an error."""

    def __post_init__(self) -> None:
        self._scrubber = Scrubber(self.secrets)
        self._guard = Guard(self._scrubber, self.max_bytes)
        self._slices: Iterator[bytes] = iter(())
        self._is_read = self._is_over = False

    def read(self) -> Steps[bytes | None]:
        """The next bytes without the token. None: there are no more."""
        try:
            while not self._is_over:
                sure = yield from self._next()
                if self._scrubber.found:
                    self.on_leak()
                if sure:
                    return sure
            return None
        except GeneratorExit:
            raise
        except BaseException as error:
            yield from self.close()
            if self.is_listening and isinstance(error, ResponseRefused):
                return None
            raise

    def close(self) -> Steps[None]:
        self._is_over = True
        self._slices = iter(())
        yield Close(self.raw)

    def _next(self) -> Steps[bytes]:
        """Clean bytes, which may be none yet. Between two slices of a chunk other work has its turn."""
        sure = _judged(self._slices)
        if sure is not None:
            yield Turn()
            return sure
        if self._is_read:
            yield from self.close()
            return _judged(iter(_Finish(self._guard))) or b""
        chunk: bytes | None = yield Read(self.raw)
        self._is_read = chunk is None
        self._slices = self._clean(chunk or b"", self._is_read)
        return b""

    def _clean(self, chunk: bytes, is_last: bool) -> Iterator[bytes]:
        for piece in _decoded(self.decoders, chunk, is_last):
            yield from self._guard.feed(piece)


@dataclass
class _Finish:
    """The last bytes, as an iterator."""

    guard: Guard

    def __iter__(self) -> Iterator[bytes]:
        yield self.guard.finish()


def _judged(slices: Iterator[bytes]) -> bytes | None:
    """The next slice. None: there is none. Errors of decoders and of the search become those of this package."""
    failure: ResponseRefused | ServerUnreachable
    try:
        return next(slices, None)
    except Refused as refused:
        failure = ResponseRefused(refused.code)
    except Exception:
        # A decoder's error may quote what it read, so it is not kept.
        failure = ServerUnreachable("DecodingError")
    raise failure


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
