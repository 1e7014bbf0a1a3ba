"""Where an injection may be sent (T141, T142, T187), and the query with its parameters. Pure."""

from urllib.parse import parse_qsl, urlencode

from ..contract.addresses import host_and_port, parse_address
from ..contract.judge_injection import milliseconds_of
from ..contract.messages import Injection
from ..errors import CallNotMade
from .outgoing import Outgoing


def check_where(outgoing: Outgoing, injection: Injection, now: float) -> None:
    """:raises CallNotMade: `injection_expired`, `host_not_allowed`"""
    expires = milliseconds_of(injection.expires_at)
    if expires is None or expires <= now:
        raise CallNotMade("injection_expired")
    address = outgoing.address
    allowed = {host_and_port(host, address.scheme) for host in injection.allowed_hosts}
    if host_and_port(address.host, address.scheme) not in allowed:
        raise CallNotMade("host_not_allowed")
    if injection.allowed_url is None:
        return
    only = parse_address(injection.allowed_url)
    path = outgoing.raw_path.partition(b"?")[0].decode("ascii", "replace")
    if only is None or (only.origin, only.path) != (address.origin, path):
        raise CallNotMade("host_not_allowed")


def path_with_query(raw_path: bytes, injection: Injection | None) -> bytes:
    """Path and query with the injected parameters, each in place of all of its name."""
    if injection is None or not injection.query:
        return raw_path
    path, _, query = raw_path.decode("ascii").partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    for name, value in injection.query.items():
        pairs = [pair for pair in pairs if pair[0] != name] + [(name, value)]
    return f"{path}?{urlencode(pairs)}".encode("ascii")
