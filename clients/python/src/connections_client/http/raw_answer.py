"""An answer of the HTTP library as it came, behind the errors of this package."""

from copy import copy
from typing import Any

from ..errors import ConnectionsError, ResponseRefused, ServerUnreachable
from ..exchange.wire import Deadline
from .arrival import Arrival
from .library import Library


def error_for(error: Exception, library: Library, deadline: Deadline) -> ConnectionsError:
    """Of the library's error only its name is kept: its frames and members can contain the request."""
    if isinstance(error, ConnectionsError):
        return copy(error)
    if deadline.is_over and isinstance(error, (library.TimeoutException, TimeoutError)):
        return ResponseRefused("too_slow")
    return ServerUnreachable(type(error).__name__)


class NativeAnswer:
    """An answer whose body is read in pieces, each within the time that is left."""

    def __init__(self, library: Library, response: Any, deadline: Deadline, arrival: Arrival) -> None:
        self.status: int = response.status_code
        self.headers = tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in arrival.headers_of(response)
        )
        self.reason: str = response.extensions.get("reason_phrase", b"").decode("latin-1")
        self._library = library
        self._deadline = deadline
        self._stream: Any = response.stream
        self._parts: Any = None
        self._is_closed = False

    def __repr__(self) -> str:
        return f"<answer {self.status}>"

    def show(self, headers: tuple[tuple[str, str], ...], reason: str) -> None:
        """The client of this package sees the answer that is made of this."""

    def read(self) -> bytes | None:
        failure: ConnectionsError | None = None
        try:
            if self._parts is None:
                self._parts = iter(self._stream)
            part: bytes | None = next(self._parts, None)
        except Exception as error:
            failure = error_for(error, self._library, self._deadline)
        if failure is None and self._deadline.is_over:
            failure = ResponseRefused("too_slow")
        if failure is not None:
            raise failure
        return part

    async def read_async(self) -> bytes | None:
        import anyio

        failure: ConnectionsError | None = None
        part: bytes | None = None
        with anyio.move_on_after(self._deadline.left()) as scope:
            try:
                if self._parts is None:
                    self._parts = aiter(self._stream)
                part = await anext(self._parts, None)
            except Exception as error:
                failure = error_for(error, self._library, self._deadline)
        if scope.cancelled_caught or (failure is None and self._deadline.is_over):
            failure = ResponseRefused("too_slow")
        if failure is not None:
            raise failure
        return part

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            try:
                self._stream.close()
            except Exception:
                return

    async def close_async(self) -> None:
        import anyio

        if self._is_closed:
            return
        self._is_closed = True
        with anyio.CancelScope(shield=True):
            try:
                await self._stream.aclose()
            except Exception:
                return
