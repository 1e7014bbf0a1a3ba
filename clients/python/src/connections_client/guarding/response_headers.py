"""Filters the response headers for the transport. Pure, except for the report of a leak."""

import re
from collections.abc import Callable
from typing import Final

from ..contract.field_grammar import is_of_one_connection
from .known_secrets import AnswerSecrets, scrubbed

_DROPPED: Final = re.compile(
    r"set-cookie2?|www-authenticate|authentication-info|clear-site-data|content-encoding|content-length"
)
"""A cookie would create a session, and a challenge would start the transport's own sign-in (T152).

The last two describe the encoded bytes, which are decoded already.
"""


def headers_to_return(
    headers: tuple[tuple[str, str], ...], secrets: AnswerSecrets, on_leak: Callable[[], None]
) -> tuple[tuple[str, str], ...]:
    """The headers without dropped ones and without the token."""
    return _searched([pair for pair in headers if not _is_dropped(pair[0].lower())], secrets, on_leak)


def headers_to_show(headers: tuple[tuple[str, str], ...], secrets: AnswerSecrets) -> tuple[tuple[str, str], ...]:
    """Those that the HTTP library may see: without cookies, which it would keep, and without the token."""
    kept = [pair for pair in headers if pair[0].lower() not in ("set-cookie", "set-cookie2")]
    return _searched(kept, secrets, lambda: None)


def _searched(
    kept: list[tuple[str, str]], secrets: AnswerSecrets, on_leak: Callable[[], None]
) -> tuple[tuple[str, str], ...]:
    named = [(name, value) for name, value in kept if scrubbed(name.lower(), secrets, on_leak, is_name=True) == name.lower()]
    return tuple((name, scrubbed(value, secrets, on_leak)) for name, value in named)


def _is_dropped(name: str) -> bool:
    return _DROPPED.fullmatch(name) is not None or is_of_one_connection(name)
