"""The request of a transport, read once, so that the checked message is the one that is sent."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..contract.addresses import Address, is_safe_address
from ..errors import CallNotMade

NO_BODY: Final = object()
"""In place of a message: the request has no body."""


@dataclass(frozen=True)
class Outgoing:
    """A request to an MCP server, as the transport made it."""

    method: str
    address: Address
    raw_path: bytes
    """Path and query, as they are sent."""
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    message: Any = field(repr=False)
    """The parsed JSON body, or `NO_BODY`."""
    timeouts: Mapping[str, Any] = field(default_factory=dict)
    """Seconds, by the names of the HTTP library."""

    def header(self, name: str) -> str | None:
        """The last value of the header; `name` in small letters."""
        return next((value for each, value in reversed(self.headers) if each.lower() == name), None)


def check_address(address: Address, plain_http_hosts: Collection[str]) -> None:
    """Before the injector is asked, so that a bad address uses no operation id (T141)."""
    if not is_safe_address(address, plain_http_hosts):
        raise CallNotMade("address_refused")


def message_in(body: bytes) -> Any:
    """The JSON of a body. A form or another text is refused: the requested tool would be unknown."""
    if body == b"":
        return NO_BODY
    message: Any = None
    try:
        message = json.loads(body.decode("utf-8"), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        message = NO_BODY
    if message is NO_BODY:
        raise CallNotMade("body_unreadable")
    return message


def bytes_of(message: Any) -> bytes | None:
    """The body to send. None: there is none."""
    if message is NO_BODY:
        return None
    try:
        return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:
        # Half of a surrogate pair, which JSON can hold and UTF-8 cannot.
        return json.dumps(message, separators=(",", ":")).encode("ascii")


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("not a finite number")
    return number
