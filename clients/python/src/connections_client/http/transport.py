"""A transport of the HTTP library that gets a token for each request that needs one, and guards the answer.

It works below the client, so the client's requests, hooks, logs, redirects and errors never have the token.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from ..exchange.outgoing import Outgoing
from ..exchange.steps import Steps, run, run_async
from ..exchange.wire import Answer, Wire
from .library import Library
from .native_body import native_response
from .native_wire import NativeWire
from .read_request import outgoing_of
from .self_check import check_shield

Exchange = Callable[[Wire, Outgoing], Steps[Answer]]
"""What is done with each request."""


def guarding_transport(library: Library, inner: Any, exchange: Exchange, *, keeps_inner_open: bool = False) -> Any:
    """A transport around `inner`, which is of the same library.

    :param keeps_inner_open: Whether closing the client leaves `inner` open, as a session needs it.
    :raises CallNotMade: `http_library_unknown`
    """
    check_shield(library)
    return _transport_class(library)(inner, exchange, keeps_inner_open)


@cache
def _transport_class(library: Library) -> Any:
    sync_base: Any = library.BaseTransport
    async_base: Any = library.AsyncBaseTransport

    class GuardingTransport(sync_base, async_base):  # type: ignore[misc, unused-ignore]
        def __init__(self, inner: Any, exchange: Exchange, keeps_inner_open: bool) -> None:
            self._inner, self._exchange, self._keeps_inner_open = inner, exchange, keeps_inner_open

        def handle_request(self, request: Any) -> Any:
            body = b"".join(request.stream)
            answer = run(self._exchange(self._wire(request), outgoing_of(request, body)))
            return native_response(library, answer)

        async def handle_async_request(self, request: Any) -> Any:
            body = b"".join([part async for part in request.stream])
            answer = await run_async(self._exchange(self._wire(request), outgoing_of(request, body)))
            return native_response(library, answer)

        def _wire(self, request: Any) -> Wire:
            return NativeWire(library, self._inner, request.url)

        def close(self) -> None:
            if not self._keeps_inner_open:
                self._inner.close()

        async def aclose(self) -> None:
            if not self._keeps_inner_open:
                await self._inner.aclose()

    return GuardingTransport
