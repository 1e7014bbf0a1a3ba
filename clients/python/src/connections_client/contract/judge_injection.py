"""Checks an injection against the contract.

Only fields of the contract are copied. An answer with an invalid field is refused as a whole: the result is None.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from .field_grammar import is_field_name, is_field_value, is_of_one_connection
from .messages import BINDINGS, Injection
from .secret_values import SecretList, SecretValues
from .shapes import Fields, absent, is_count, is_host, is_list_of, is_map_of, is_text, is_url, listed


def milliseconds_of(moment: object) -> float | None:
    """Milliseconds since the epoch of an RFC 3339 time; None: it is none."""
    if not isinstance(moment, str):
        return None
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", moment)
    if found is None:
        return None
    date, time, fraction, zone = found.groups()
    try:
        whole = datetime.fromisoformat(f"{date}T{time}{'+00:00' if zone in 'Zz' else zone}")
    except ValueError:
        return None
    return (whole.timestamp() + float(fraction or 0)) * 1000


def _is_injectable(name: str, value: str) -> bool:
    return is_field_name(name) and is_field_value(value) and not is_of_one_connection(name)


def _is_plain(name: str, value: str) -> bool:
    return is_field_name(name) and not re.search(r"[\0\r\n]", value)


_REQUIRED: Final[dict[str, Callable[[object], bool]]] = {
    "connectionId": is_text,
    "generation": is_count,
    "maxUses": lambda value: value == 1 and not isinstance(value, bool),
    "headers": lambda value: is_map_of(value, _is_injectable),
    "removeHeaders": lambda value: is_list_of(value, is_field_name),
    "allowedHosts": lambda value: is_list_of(value, is_host),
    "binding": lambda value: isinstance(value, str) and value in BINDINGS,
    "expiresAt": lambda value: milliseconds_of(value) is not None,
}
_OPTIONAL: Final[dict[str, Callable[[object], bool]]] = {
    "query": lambda value: is_map_of(value, _is_plain),
    "env": lambda value: is_map_of(value, _is_plain),
    "secrets": lambda value: is_list_of(value, is_text) and value != [],
    "apiHosts": lambda value: is_list_of(value, is_host),
    "allowedUrl": is_url,
    "connectionOf": lambda value: value in ("person", "workspace"),
    "url": is_url,
    "connectedAt": is_text,
}


def judge_injection(context: Fields) -> Injection | None:
    """The injection, if each of its fields is valid."""
    if not all(name in context and fits(context[name]) for name, fits in _REQUIRED.items()):
        return None
    if not all(absent(context, name) or fits(context[name]) for name, fits in _OPTIONAL.items()):
        return None
    if not context["allowedHosts"] and context["binding"] != "process":
        return None
    return Injection(
        connection_id=context["connectionId"],
        generation=int(context["generation"]),
        headers=SecretValues(context["headers"]),
        remove_headers=tuple(context["removeHeaders"]),
        allowed_hosts=tuple(context["allowedHosts"]),
        binding=context["binding"],
        expires_at=context["expiresAt"],
        query=_values(context, "query"),
        env=_values(context, "env"),
        secrets=SecretList(context["secrets"]) if "secrets" in context else None,
        allowed_url=context.get("allowedUrl"),
        connection_of=context.get("connectionOf"),
        url=context.get("url"),
        connected_at=context.get("connectedAt"),
        api_hosts=listed(context, "apiHosts"),
    )


def _values(context: Fields, name: str) -> SecretValues | None:
    return SecretValues(context[name]) if name in context else None
