"""Checks, before a request leaves, that it still has its token and still goes to the checked address (T142, T217).

What stands between this package and the transport may send a copy, to which the shield gives no token, or change the
address. Instrumentation and wrappers do such things. The check uses the `trace` extension, with which httpcore shows
what it is about to write. Of a transport that is not httpcore's only this is known: whether it read the secret parts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..errors import CallNotMade
from .shielded import Pairs


@dataclass(frozen=True)
class SecretParts:
    """What only the transport gets."""

    headers: Pairs = field(repr=False)
    raw_path: bytes = field(repr=False)


class Departure:
    """Of one request, which may leave more than once."""

    def __init__(self, url: Any, secret: SecretParts) -> None:
        """`url` shows nothing of the token, and has the checked address."""
        self._url = url
        self._secret: Callable[[], SecretParts] = lambda: secret
        self._is_seen = False
        self._unread = {"headers"} if secret.headers else set[str]()
        self._unread |= {"path"} if secret.raw_path != url.raw_path else set()
        self.needs_token = bool(self._unread)

    def note_read(self, part: str) -> None:
        self._unread.discard(part)

    def check(self) -> None:
        """When an answer is there. :raises CallNotMade: `http_library_unknown`, if the token cannot have left"""
        if self._unread and not self._is_seen:
            raise CallNotMade("http_library_unknown")

    def look_at(self, leaving: Any) -> None:
        """At a request of httpcore. :raises CallNotMade: `http_library_unknown`, `address_refused`"""
        if leaving.method == b"CONNECT":
            # It asks a proxy for a tunnel, through which the request leaves afterwards.
            return
        sent = {(name.lower(), bytes(value)) for name, value in leaving.headers}
        needed = {(name.lower().encode("ascii"), value.encode("ascii")) for name, value in self._secret().headers}
        goes_to = _address_of(leaving)
        is_plain = goes_to == self._address(self._url.raw_path) != self._address(self._secret().raw_path)
        if not needed <= sent or is_plain:
            raise CallNotMade("http_library_unknown")
        if goes_to != self._address(self._secret().raw_path) or "sni_hostname" in leaving.extensions:
            raise CallNotMade("address_refused")
        self._is_seen = True

    def _address(self, raw_path: bytes) -> bytes:
        url = self._url
        return _address(url.raw_scheme, url.raw_host, url.port, raw_path)


def _address_of(leaving: Any) -> bytes:
    """A proxy for plain http gets the whole address in place of the path."""
    url = leaving.url
    is_whole = not url.target.startswith(b"/")
    return bytes(url.target) if is_whole else _address(url.scheme, url.host, url.port, url.target)


def _address(scheme: bytes, host: bytes, port: int | None, target: bytes) -> bytes:
    return scheme + b"://" + host + (b"" if port is None else b":%d" % port) + target
