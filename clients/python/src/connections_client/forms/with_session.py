"""Opens a session for one tool call, and ends it."""

from types import TracebackType
from typing import Any

from ..exchange.steps import run, run_async
from ..http.client_factory import ClientFactory, HttpSettings, inner_transport
from ..http.library import library_named
from ..http.native_wire import NativeWire
from .session import Session, SessionTarget


class with_session:  # noqa: N801
    """`with with_session(target) as factory:`, or `async with`. The factory makes the HTTP clients of the session.

    Within it: connect an MCP client, call the tool, close the client. Afterwards a DELETE ends the session at the
    server (best effort), open streams are cut, and requests are refused.

    :raises NotInjected, InjectorUnreachable, CallNotMade: before the block is entered
    """

    def __init__(self, target: SessionTarget, settings: HttpSettings = HttpSettings()) -> None:
        self._library = library_named(settings.library)
        self._settings = settings
        self._session = Session(target)
        self._url = target.url
        self._inner: Any = None

    def __enter__(self) -> "SyncFactory":
        run(self._session.open())
        self._inner = inner_transport(self._library, "HTTPTransport", self._settings)
        return SyncFactory(ClientFactory(self._session.exchange, self._settings, inner=self._inner))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        run(self._session.close(self._wire()))
        self._inner.close()

    async def __aenter__(self) -> ClientFactory:
        await run_async(self._session.open())
        self._inner = inner_transport(self._library, "AsyncHTTPTransport", self._settings)
        return ClientFactory(self._session.exchange, self._settings, inner=self._inner)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import anyio

        # Also when the task was cancelled.
        with anyio.CancelScope(shield=True):
            await run_async(self._session.close(self._wire()))
            await self._inner.aclose()

    def _wire(self) -> NativeWire:
        return NativeWire(self._library, self._inner, self._library.URL(self._url))


class SyncFactory:
    """Makes the synchronous clients of a session."""

    def __init__(self, factory: ClientFactory) -> None:
        self._factory = factory

    def __call__(self, **options: Any) -> Any:
        """A `Client`."""
        return self._factory.sync_client(**options)
