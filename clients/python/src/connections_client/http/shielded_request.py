"""A request whose token stays with it when instrumentation replaces its parts, and which does not leave without it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from ..errors import CallNotMade
from .arrival import Arrival
from .departure import Departure, SecretParts
from .library import Library
from .shielded import IN_COPIES, Pairs, shielded_headers, shielded_url
from .trace import Trace, trace_of


def shielded_request(library: Library, plain: Any, secret: SecretParts, arrival: Arrival, *, is_async: bool) -> Any:
    """Shows what `plain` shows, and sends `secret` too. Its member `departure` tells whether that was sent."""
    departure = Departure(plain.url, secret)
    trace = trace_of(departure, arrival, is_async=is_async)
    return _request_class(library)(plain, secret, departure, trace)


@cache
def _request_class(library: Library) -> Any:
    base: Any = library.Request

    class ShieldedRequest(base):  # type: ignore[misc, unused-ignore]
        def __init__(self, plain: Any, secret: SecretParts, departure: Departure, trace: Trace) -> None:
            self.__dict__.update(vars(plain))
            self.departure, self._trace = departure, trace
            self._in_copies: Pairs = (IN_COPIES,) if departure.needs_token else ()
            self._shielded: Callable[[Pairs], Any] = lambda public: shielded_headers(
                library, public, secret.headers, lambda: departure.note_read("headers")
            )
            self.headers = plain.headers
            self.__dict__["url"] = shielded_url(
                library, plain.url, secret.raw_path, lambda: departure.note_read("path")
            )

        @property  # type: ignore[no-redef]
        def headers(self) -> Any:
            return self.__dict__["headers"]

        @headers.setter
        def headers(self, headers: Any) -> None:
            """Instrumentation assigns a copy, which has no token, with headers of its own."""
            self.__dict__["headers"] = self._shielded((*_pairs_of(library, headers), *self._in_copies))

        @property
        def url(self) -> Any:
            return self.__dict__["url"]

        @url.setter
        def url(self, url: Any) -> None:
            """The token is only for the checked address."""
            if str(library.URL(url)) != str(self.url):
                raise CallNotMade("address_refused")

        @property
        def extensions(self) -> Any:
            """Whoever put another `trace` there would see the token, and would end the check."""
            self.__dict__["extensions"]["trace"] = self._trace
            return self.__dict__["extensions"]

        @extensions.setter
        def extensions(self, extensions: Any) -> None:
            self.__dict__["extensions"] = dict(extensions)

        def __reduce__(self) -> Any:
            """As the library's own requests do it: without extensions and stream."""
            shown = {"method": self.method, "url": str(self.url), "headers": library.Headers(self.headers)}
            state = {**shown, "url": library.URL(shown["url"]), "_content": self.content}
            return _empty, (base,), state

    return ShieldedRequest


def _empty(kind: type) -> Any:
    return object.__new__(kind)


def _pairs_of(library: Library, headers: Any) -> Pairs:
    """What a copy would send, but for what stands there in place of the token."""
    raw = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in library.Headers(headers).raw]
    return tuple(pair for pair in raw if pair[0] != IN_COPIES[0])
