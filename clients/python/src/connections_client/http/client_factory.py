"""HTTP clients for MCP frameworks, of which neither the environment nor the framework decides where a token goes (T215)."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..contract.addresses import parse_address
from ..errors import CallNotMade
from ..exchange.injecting_exchange import InjectingExchange
from ..exchange.options import RequestTarget
from .library import Library, library_named
from .transport import Exchange, guarding_transport


@dataclass(frozen=True)
class HttpSettings:
    """How the requests are carried."""

    library: str | None = None
    """`httpx` or `httpx2`. Default: the one that is there, or the one of the installed `mcp`."""
    ssl_context: ssl.SSLContext | None = field(default=None, repr=False)
    """For a certificate authority of the operator's own. Certificates are verified in any case."""
    http2: bool = False
    """Needs the package `h2`."""
    connect_timeout: float = 30.0
    """Seconds for connecting, for writing, and for a free connection, if the framework names none."""
    read_timeout: float = 300.0
    """Seconds without a byte, if the framework names none."""


class ClientFactory:
    """Makes clients that share one exchange: their known tokens and their questions to a person.

    An object of this class is what frameworks take as `httpx_client_factory`.
    """

    def __init__(self, exchange: Exchange, settings: HttpSettings, *, inner: Any = None) -> None:
        self._exchange = exchange
        self._settings = settings
        self._library = library_named(settings.library)
        self._inner = inner

    def __call__(self, headers: Any = None, timeout: Any = None, auth: Any = None, **_ignored: Any) -> Any:
        """An `AsyncClient`. `follow_redirects`, `verify`, `trust_env` and whatever else is passed does not count."""
        return self._client("AsyncClient", "AsyncHTTPTransport", headers, timeout, auth)

    def sync_client(self, headers: Any = None, timeout: Any = None, auth: Any = None, **_ignored: Any) -> Any:
        """A `Client`, for threads."""
        return self._client("Client", "HTTPTransport", headers, timeout, auth)

    def _client(self, client: str, transport: str, headers: Any, timeout: Any, auth: Any) -> Any:
        if auth is not None:
            raise ValueError("this client gets its tokens from the injector, and takes no other auth")
        inner = self._inner or inner_transport(self._library, transport, self._settings)
        return _client_class(self._library, client)(
            headers=headers,
            timeout=timeout if timeout is not None else self._timeout(),
            transport=guarding_transport(
                self._library, inner, self._exchange, keeps_inner_open=self._inner is not None
            ),
            trust_env=False,
            follow_redirects=False,
        )

    def _timeout(self) -> Any:
        return self._library.Timeout(self._settings.connect_timeout, read=self._settings.read_timeout)


def connections_http_client(target: RequestTarget, settings: HttpSettings = HttpSettings()) -> ClientFactory:
    """The factory of HTTP clients for a server that takes the token with each request (binding `request`).

    Create one for each workspace and server. Requests fail with NotInjected, InjectorUnreachable, CallNotMade,
    ResponseRefused or ServerUnreachable; `refusal_in` finds NotInjected in what a framework makes of it.
    """
    return ClientFactory(InjectingExchange(target).steps, settings)


def inner_transport(library: Library, name: str, settings: HttpSettings) -> Any:
    """A transport that verifies certificates, repeats nothing, and reads no environment."""
    context = settings.ssl_context if settings.ssl_context is not None else _usual_context(library)
    context.check_hostname = True
    context.verify_mode = ssl.CERT_REQUIRED
    # SSLKEYLOGFILE would write down the keys of each connection.
    setattr(context, "keylog_filename", None)
    make: Callable[..., Any] = getattr(library, name)
    return make(verify=context, trust_env=False, retries=0, http2=settings.http2)


@cache
def _usual_context(library: Library) -> ssl.SSLContext:
    """Reading the certificate authorities takes forty milliseconds, so all clients share them."""
    context: ssl.SSLContext = library.create_ssl_context(trust_env=False)
    return context


@cache
def _client_class(library: Library, name: str) -> Any:
    base: Any = getattr(library, name)

    class ConnectionsClient(base):  # type: ignore[misc, unused-ignore]
        def build_request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
            """What the library cannot parse is refused like every other address."""
            if isinstance(url, str) and parse_address(url) is None:
                raise CallNotMade("address_refused")
            return super().build_request(method, url, *args, **kwargs)

    ConnectionsClient.__name__ = name
    return ConnectionsClient
