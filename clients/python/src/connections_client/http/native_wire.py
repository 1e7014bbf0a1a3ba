"""Sends requests through a transport of the HTTP library, below its clients and their redirects."""

from typing import Any

from ..errors import ConnectionsError, ResponseRefused, ServerUnreachable
from ..exchange.wire import Prepared
from ..guarding.quiet_logs import guard_library_logs, quiet
from .arrival import Arrival
from .library import Library
from .native_request import native_request
from .raw_answer import NativeAnswer, error_for


class NativeWire:
    """`inner` is a transport of the library, synchronous or not; `url` the address of the client's own request."""

    def __init__(self, library: Library, inner: Any, url: Any) -> None:
        self._library, self._inner, self._url = library, inner, url

    def send(self, prepared: Prepared) -> NativeAnswer:
        guard_library_logs()
        answer: NativeAnswer | None = None
        arrival = Arrival(prepared.secrets)
        failure: ConnectionsError | None = None
        try:
            with quiet():
                request = native_request(self._library, self._url, prepared, arrival, is_async=False)
                response = self._inner.handle_request(request)
                answer = NativeAnswer(self._library, response, prepared.deadline, arrival)
                request.departure.check()
        except Exception as error:
            failure = error_for(error, self._library, prepared.deadline)
        if answer is not None and failure is None:
            return answer
        if answer is not None:
            answer.close()
        raise failure or ServerUnreachable()

    async def send_async(self, prepared: Prepared) -> NativeAnswer:
        import anyio

        guard_library_logs()
        answer: NativeAnswer | None = None
        arrival = Arrival(prepared.secrets)
        failure: ConnectionsError | None = None
        with anyio.move_on_after(prepared.deadline.left()) as scope:
            try:
                with quiet():
                    request = native_request(self._library, self._url, prepared, arrival, is_async=True)
                    response = await self._inner.handle_async_request(request)
                    answer = NativeAnswer(self._library, response, prepared.deadline, arrival)
                    request.departure.check()
            except Exception as error:
                failure = error_for(error, self._library, prepared.deadline)
        if answer is not None and failure is None:
            return answer
        if answer is not None:
            await answer.close_async()
        raise failure or ResponseRefused("too_slow")
