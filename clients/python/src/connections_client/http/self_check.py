"""Proves once for each HTTP library that a shielded request shows nothing, arrives whole, and follows no redirect.

The shield leans on details of the library. If a newer version changes them, no token is asked for.
"""

import copy
import pickle
from functools import cache
from typing import Any, Final

from ..errors import CallNotMade, ResponseRefused
from ..guarding.known_secrets import AnswerSecrets, KnownSecrets
from .arrival import Arrival
from .departure import SecretParts
from .library import Library
from .shielded_request import shielded_request

_CANARY: Final = "connections-self-check-canary"


@cache
def _fault_of(library: Library) -> str | None:
    try:
        return _fault_in_showing(library) or _fault_in_redirects(library)
    except Exception as error:
        return type(error).__name__


def check_shield(library: Library) -> None:
    """:raises CallNotMade: `http_library_unknown`"""
    if _fault_of(library) is not None:
        raise CallNotMade("http_library_unknown")


def request_with_canary(library: Library) -> Any:
    """A request with a canary in a header and in the query."""
    plain = library.Request("POST", "https://self-check.invalid/mcp?a=1", content=b"{}")
    secret = SecretParts((("x-secret", _CANARY),), f"/mcp?a=1&key={_CANARY}".encode())
    return shielded_request(library, plain, secret, Arrival(AnswerSecrets(KnownSecrets())), is_async=False)


def _fault_in_showing(library: Library) -> str | None:
    request = request_with_canary(library)
    # As instrumentation does it.
    request.headers, request.url = library.Headers(request.headers), library.URL(request.url)
    headers, url = request.headers, request.url
    if (b"x-secret", _CANARY.encode()) not in headers.raw or _CANARY.encode() not in url.raw_path:
        return "does not arrive"
    if not isinstance(headers, library.Headers) or not isinstance(url, library.URL):
        return "is of another class"
    shown: list[Any] = [repr(request), str(url), repr(url), repr(headers), repr(headers.raw), repr(url.raw_path)]
    shown += [list(headers.items()), headers.multi_items(), dict(headers), pickle.dumps(request)]
    shown += [vars(headers), vars(url), url.query, url.params, vars(request), vars(request.departure)]
    copies = [library.Headers(headers), headers.copy(), copy.copy(headers), copy.deepcopy(headers)]
    copies.append(pickle.loads(pickle.dumps(request)).headers)
    shown += [sent_of(each.raw) for each in copies]
    addresses = [library.URL(url), copy.copy(url), copy.deepcopy(url), url.copy_with(path="/"), url.join("/x")]
    shown += [bytes(each.raw_path) for each in addresses]
    return "is shown" if any(_CANARY in repr(each) for each in shown) else None


def sent_of(raw: list[tuple[bytes, bytes]]) -> bytes:
    """What is sent of raw headers. Their own representation may hide it."""
    return b"\n".join(name + b": " + value for name, value in raw)


def _fault_in_redirects(library: Library) -> str | None:
    """A redirect must be refused by the client itself, before an Auth sees it, whether it is followed or not."""
    for location in ("https://elsewhere.invalid/", "/other"):
        for follow in (True, False):
            seen: list[Any] = []

            def answer(request: Any, location: str = location, seen: list[Any] = seen) -> Any:
                seen.append(request)
                return library.Response(307, headers={"location": location})

            client = library.Client(
                transport=library.MockTransport(answer), trust_env=False, follow_redirects=follow
            )
            is_refused = False
            try:
                client.send(request_with_canary(library))
            except ResponseRefused:
                is_refused = True
            if not is_refused or len(seen) != 1:
                return "follows a redirect"
    return None
