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
    request = library.Request(outgoing.method, url, content=body, extensions=_extensions(prepared))
    framing = [pair for pair in request.headers.multi_items() if pair[0].lower() in ("host", "content-length")]
    public = (*framing, *prepared.headers.public, ("accept-encoding", "identity"))
    request.headers = shielded_headers(library, public, prepared.headers.secret)
    request.url = shielded_url(library, request.url, prepared.raw_path)
    return request


def _extensions(prepared: Prepared) -> dict[str, Any]:
    """No single read takes longer than the whole answer may take."""
    extensions = dict(prepared.outgoing.extensions)
    given = extensions.get("timeout")
    timeouts = dict(given) if isinstance(given, dict) else {}
    left = prepared.deadline.left()
    for name in ("connect", "read", "write", "pool"):
        asked = timeouts.get(name)
        timeouts[name] = left if asked is None else min(asked, left)
    # What follows the steps of the transport would see the request's headers.
    extensions.pop("trace", None)
    return {**extensions, "timeout": timeouts}
