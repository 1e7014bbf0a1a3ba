"""Builds the headers of one request: the transport's, without the caller's credentials, and the injected ones. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ..contract.field_grammar import breaks_a_line, is_field_name, is_of_one_connection
from ..contract.messages import Injection
from ..errors import CallNotMade

Pairs = tuple[tuple[str, str], ...]

_CALLER_CREDENTIALS: Final = ("authorization", "cookie", "cookie2")
"""Which only the runtime may see (T148)."""


@dataclass(frozen=True)
class Headers:
    """`public` may be shown, `secret` only sent."""

    public: Pairs = field(repr=False)
    secret: Pairs = field(repr=False)


def headers_to_send(given: Pairs, own: Mapping[str, str] | None, injection: Injection | None) -> Headers:
    """The headers to send, without those of the connection.

    :param own: The runtime's own headers for this server, which are not removed.
    :raises CallNotMade: `header_refused`
    """
    _check(given)
    own_pairs = tuple((own or {}).items())
    _check(own_pairs)
    removed = {name.lower() for name in (injection.remove_headers if injection else ())}
    kept = tuple(pair for pair in given if not _is_dropped(pair[0].lower(), given) and pair[0].lower() not in removed)
    secret = tuple(injection.headers.items()) if injection else ()
    public = _without(_without(kept, own_pairs) + own_pairs, secret)
    return Headers(public, secret)


def _is_dropped(name: str, given: Pairs) -> bool:
    """RFC 9110 section 7.6.1: fields that `Connection` names belong to this connection too."""
    named = ",".join(value for each, value in given if each.lower() == "connection").split(",")
    is_named = name in {each.strip().lower() for each in named}
    # What comes back is decoded here only as far as it can be searched, so the transport's wishes do not count.
    return is_named or is_of_one_connection(name) or name in _CALLER_CREDENTIALS or name == "accept-encoding"


def _without(pairs: Pairs, replaced_by: Pairs) -> Pairs:
    names = {name.lower() for name, _ in replaced_by}
    return tuple(pair for pair in pairs if pair[0].lower() not in names)


def _check(pairs: Iterable[tuple[str, str]]) -> None:
    for name, value in pairs:
        if not is_field_name(name) or breaks_a_line(value):
            raise CallNotMade("header_refused")
