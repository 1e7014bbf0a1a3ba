"""Builds the request that the HTTP library sends."""

from typing import Any

from ..exchange.wire import Prepared
from .library import Library
from .shielded import shielded_headers, shielded_url


def native_request(library: Library, url: Any, prepared: Prepared) -> Any:
    """A request whose secret parts only the transport sees.

    :param url: The address of the transport's own request.
    """
    outgoing = prepared.outgoing
    body = prepared.body
    request = library.Request(outgoing.method, url, content=body, extensions={"timeout": _timeouts(prepared)})
    framing = [pair for pair in request.headers.multi_items() if pair[0].lower() in ("host", "content-length")]
    public = (*framing, *prepared.headers.public, ("accept-encoding", "identity"))
    request.headers = shielded_headers(library, public, prepared.headers.secret)
    request.url = shielded_url(library, request.url, prepared.raw_path)
    return request


def _timeouts(prepared: Prepared) -> dict[str, float]:
    """No single read takes longer than the whole answer may take."""
    left = prepared.deadline.left()
    asked = {name: prepared.outgoing.timeouts.get(name) for name in ("connect", "read", "write", "pool")}
    return {name: left if seconds is None else min(seconds, left) for name, seconds in asked.items()}
