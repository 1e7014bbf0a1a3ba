"""A guarded body, as a stream of the HTTP library, synchronous and asynchronous at once."""

from collections.abc import AsyncIterator, Iterator
from functools import cache
from typing import Any

from ..exchange.steps import run, run_async
from ..exchange.wire import Answer, Body
from .library import Library


def native_stream(library: Library, body: Body | bytes) -> Any:
    """The body for `Response(stream=…)`."""
    return library.ByteStream(body) if isinstance(body, bytes) else _stream_class(library)(body)


def native_response(library: Library, answer: Answer, http_version: bytes = b"HTTP/1.1") -> Any:
    """The answer, as a transport of the library gives it."""
    extensions = {"http_version": http_version}
    if answer.reason:
        extensions["reason_phrase"] = answer.reason.encode("latin-1", "replace")
    return library.Response(
        answer.status,
        headers=[(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in answer.headers],
        stream=native_stream(library, answer.body),
        extensions=extensions,
    )


@cache
def _stream_class(library: Library) -> Any:
    sync_base: Any = library.SyncByteStream
    async_base: Any = library.AsyncByteStream

    class GuardedStream(sync_base, async_base):  # type: ignore[misc, unused-ignore]
        def __init__(self, body: Body) -> None:
            self._body = body

        def __iter__(self) -> Iterator[bytes]:
            while (part := run(self._body.read())) is not None:
                yield part

        async def __aiter__(self) -> AsyncIterator[bytes]:
            while (part := await run_async(self._body.read())) is not None:
                yield part

        def close(self) -> None:
            run(self._body.close())

        async def aclose(self) -> None:
            await run_async(self._body.close())

    return GuardedStream
