"""Which addresses a token or a person may be sent to."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|\[?::1\]?")
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")
_DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Address:
    """The parts of an address that decide. The query is not among them."""

    scheme: str
    hostname: str
    """In small letters; of IPv6 with its brackets."""
    port: int | None
    """None: the default port of the scheme."""
    path: str
    has_userinfo: bool

    @property
    def host(self) -> str:
        """`host` or `host:port`."""
        return self.hostname if self.port is None else f"{self.hostname}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int | None]:
        return (self.scheme, self.hostname, self.port)


def parse_address(text: str) -> Address | None:
    """None: no absolute URL with a host. Stricter than a browser: no blanks, control characters or backslashes."""
    if re.search(r"[\x00-\x20\x7f\\]", text):
        return None
    try:
        parts = urlsplit(text)
        hostname = (parts.hostname or "").encode("idna").decode().lower()
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    hostname = f"[{hostname}]" if ":" in hostname else hostname
    if not parts.scheme or _HOST.fullmatch(hostname) is None:
        return None
    scheme = parts.scheme.lower()
    own_port = None if port == _DEFAULT_PORTS.get(scheme) else port
    return Address(scheme, hostname, own_port, parts.path or "/", "@" in parts.netloc)


def is_safe_address(address: Address, plain_http_hosts: Collection[str] = ()) -> bool:
    """Whether a token or a person may be sent there.

    That is https, or http on this machine or to one of `plain_http_hosts` (each with its port unless it is 80), and no
    user information.
    """
    if address.has_userinfo:
        return False
    if address.scheme == "https":
        return True
    is_loopback = _LOOPBACK.fullmatch(address.hostname) is not None
    return address.scheme == "http" and (is_loopback or address.host in plain_http_hosts)


def is_own_page(url: str) -> bool:
    """Whether a person may be shown this address as the page to connect at."""
    address = parse_address(url)
    return address is not None and is_safe_address(address)


def host_and_port(host: str, scheme: str) -> str:
    """A host without a port means the default port of the scheme; another port counts as another host."""
    return host if re.search(r":\d+$", host) else f"{host}:{_DEFAULT_PORTS.get(scheme, 80)}"
