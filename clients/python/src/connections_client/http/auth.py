"""An `Auth` for clients of httpx and httpx2 that the runtime or a framework has made.

Prefer `connections_http_client`. An Auth works within a client of somebody else, which decides on proxies, on the
verification of certificates and on event hooks, and whose errors are the HTTP library's.
"""

from collections.abc import AsyncGenerator, Generator
from typing import TYPE_CHECKING, Any

from ..exchange.injecting_exchange import InjectingExchange
from ..exchange.options import RequestTarget
from ..exchange.steps import Steps
from ..exchange.wire import Answer, Deadline, Prepared, Send
from ..guarding.quiet_logs import guard_library_logs, set_quiet
from .arrival import Arrival
from .library import Library, libraries, library_of
from .native_body import native_stream
from .native_request import native_request
from .raw_answer import NativeAnswer
from .read_request import outgoing_of
from .self_check import check_shield

if TYPE_CHECKING:
    _Auth: Any = object
else:
    # Each library checks that an auth is of its own class.
    _Auth = type("Auth", tuple(library.Auth for library in libraries()), {})


class ConnectionsAuth(_Auth):  # type: ignore[misc]
    """Gets a token for each `tools/call`, sends it with that request only, and guards the answer.

    One object may serve many people at once: whose call it is comes from `caller_token` or from the target's `caller`.

    :param target: With `refusals="throw"`: an Auth cannot answer in the server's place.
    :raises CallNotMade: `http_library_unknown`
    """

    def __init__(self, target: RequestTarget) -> None:
        if target.refusals != "throw":
            raise ValueError("an Auth cannot answer in the server's place; use connections_http_client")
        for library in libraries():
            check_shield(library)
        self._exchange = InjectingExchange(target)

    def sync_auth_flow(self, request: Any) -> Generator[Any, Any, None]:
        flow = _Flow(request, is_async=False)
        steps = flow.start(self._exchange, request.read())
        try:
            effect = flow.advance(steps, None)
            while effect is not None:
                try:
                    result = flow.received((yield flow.request)) if flow.is_sending else effect.run()
                except Exception as error:
                    effect = flow.fail(steps, error)
                else:
                    effect = flow.advance(steps, result)
        finally:
            set_quiet(False)

    async def async_auth_flow(self, request: Any) -> AsyncGenerator[Any, Any]:
        flow = _Flow(request, is_async=True)
        steps = flow.start(self._exchange, await request.aread())
        try:
            effect = flow.advance(steps, None)
            while effect is not None:
                try:
                    result = flow.received((yield flow.request)) if flow.is_sending else await effect.run_async()
                except Exception as error:
                    effect = flow.fail(steps, error)
                else:
                    effect = flow.advance(steps, result)
        finally:
            set_quiet(False)


class _Flow:
    """The state of one request: what the client sends next, and the response that the client will return."""

    is_sending = False
    request: Any = None

    def __init__(self, given: Any, *, is_async: bool) -> None:
        self._given = given
        self._is_async = is_async
        self._library = library_of(given)
        self._prepared: Prepared | None = None
        self._arrival: Arrival | None = None
        self._response: Any = None

    def start(self, exchange: InjectingExchange, body: bytes) -> Steps[Answer]:
        guard_library_logs()
        return exchange.steps(_NoWire(), outgoing_of(self._given, body))

    def advance(self, steps: Steps[Answer], result: Any) -> Any:
        """The next effect. None: the response is ready."""
        try:
            return self._noted(steps.send(result))
        except StopIteration as end:
            return self._finish(end.value)

    def fail(self, steps: Steps[Answer], error: Exception) -> Any:
        try:
            return self._noted(steps.throw(error))
        except StopIteration as end:
            return self._finish(end.value)

    def received(self, response: Any) -> NativeAnswer:
        """What the client got. The client keeps a response that is followed by another request, so it becomes empty."""
        set_quiet(False)
        assert self._prepared is not None and self._arrival is not None
        self._response = response
        answer = _AnswerOfClient(self._library, response, self._prepared.deadline, self._arrival)
        answer.show((), "")
        response.stream = native_stream(self._library, b"")
        self.request.departure.check()
        return answer

    def _noted(self, effect: Any) -> Any:
        self.is_sending = isinstance(effect, Send)
        if isinstance(effect, Send):
            self._prepared = effect.prepared
            self._arrival = Arrival(effect.prepared.secrets)
            self.request = native_request(
                self._library, self._given.url, effect.prepared, self._arrival, is_async=self._is_async
            )
            set_quiet(True)
        return effect

    def _finish(self, answer: Answer) -> None:
        response = self._response
        response.status_code = answer.status
        _show(self._library, response, answer.headers, answer.reason)
        response.stream = native_stream(self._library, answer.body)


class _AnswerOfClient(NativeAnswer):
    """The client shows its response, also in the `history` of a later one."""

    def __init__(self, library: Library, response: Any, deadline: Deadline, arrival: Arrival) -> None:
        super().__init__(library, response, deadline, arrival)
        self._response = response

    def show(self, headers: tuple[tuple[str, str], ...], reason: str) -> None:
        _show(self._library, self._response, headers, reason)


def _show(library: Library, response: Any, headers: tuple[tuple[str, str], ...], reason: str) -> None:
    response.headers = library.Headers(list(headers))
    response.extensions["reason_phrase"] = reason.encode("latin-1", "replace")


class _NoWire:
    """The client of the HTTP library sends."""

    def send(self, prepared: Prepared) -> Any:
        raise NotImplementedError

    async def send_async(self, prepared: Prepared) -> Any:
        raise NotImplementedError
