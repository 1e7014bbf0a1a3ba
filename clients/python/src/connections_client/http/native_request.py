"""Builds the request that the HTTP library sends."""

from typing import Any

from ..exchange.wire import Prepared
from .arrival import Arrival
from .departure import SecretParts
from .library import Library
from .shielded_request import shielded_request


def native_request(library: Library, url: Any, prepared: Prepared, arrival: Arrival, *, is_async: bool) -> Any:
    """A request whose secret parts only the transport sees.

    :param url: The address of the transport's own request.
    """
    outgoing = prepared.outgoing
    body = prepared.body
    plain = library.Request(outgoing.method, url, content=body, extensions={"timeout": _timeouts(prepared)})
    framing = [pair for pair in plain.headers.multi_items() if pair[0].lower() in ("host", "content-length")]
    public = (*framing, *prepared.headers.public, ("accept-encoding", "identity"))
    plain.headers = library.Headers(public, encoding="latin-1")
    secret = SecretParts(prepared.headers.secret, prepared.raw_path)
    return shielded_request(library, plain, secret, arrival, is_async=is_async)


def _timeouts(prepared: Prepared) -> dict[str, float]:
    """No single read takes longer than the whole answer may take."""
    left = prepared.deadline.left()
    asked = {name: prepared.outgoing.timeouts.get(name) for name in ("connect", "read", "write", "pool")}
    return {name: left if seconds is None else min(seconds, left) for name, seconds in asked.items()}
