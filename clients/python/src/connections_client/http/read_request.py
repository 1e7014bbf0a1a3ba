"""Reads a request of the HTTP library."""

from typing import Any

from ..contract.addresses import Address, parse_address
from ..errors import CallNotMade
from ..exchange.outgoing import Outgoing, message_in


def outgoing_of(request: Any, body: bytes) -> Outgoing:
    """The request, checked so far that its message is known.

    :raises CallNotMade: `address_refused`, `body_unreadable`
    """
    address = address_of(request.url)
    return Outgoing(
        request.method.upper(),
        address,
        request.url.raw_path,
        tuple(_headers_of(request)),
        message_in(body),
        _timeouts_of(request),
    )


def address_of(url: Any) -> Address:
    """The parts as the library has parsed them, since it connects to what it has parsed."""
    raw_host = url.raw_host.decode("ascii", "replace").lower()
    hostname = f"[{raw_host}]" if ":" in raw_host else raw_host
    port = "" if url.port is None else f":{url.port}"
    parsed = parse_address(f"{url.scheme}://{hostname}{port}/")
    if parsed is None:
        raise CallNotMade("address_refused")
    path = url.raw_path.partition(b"?")[0].decode("ascii", "replace")
    return Address(parsed.scheme, parsed.hostname, parsed.port, path or "/", bool(url.userinfo))


def _timeouts_of(request: Any) -> dict[str, Any]:
    """
    Other extensions change where the request goes (`target`, `sni_hostname`), or see its headers (`trace`), and a later version
    of the library may know more of them.
    """
    if any(name != "timeout" for name in request.extensions):
        raise CallNotMade("address_refused")
    timeouts = request.extensions.get("timeout")
    return dict(timeouts) if isinstance(timeouts, dict) else {}


def _headers_of(request: Any) -> list[tuple[str, str]]:
    """Bytes beyond ASCII are kept as they are (latin-1), and refused later where they break a line."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw]
