"""The shapes of JSON values in the injector's answers."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

from .addresses import parse_address

Fields = Mapping[str, Any]
"""A JSON object."""


def is_fields(value: object) -> TypeGuard[Fields]:
    return isinstance(value, dict)


def is_text(value: object) -> TypeGuard[str]:
    """A text that is not empty."""
    return isinstance(value, str) and value != ""


def is_count(value: object) -> bool:
    return _is_number(value) and float(value).is_integer() and value >= 0  # type: ignore[arg-type, operator]


def is_seconds(value: object) -> bool:
    return _is_number(value) and value >= 0  # type: ignore[operator]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_host(value: str) -> bool:
    """`host` or `host:port`, in small letters."""
    return re.fullmatch(r"([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", value) is not None


def is_url(value: object) -> bool:
    return is_text(value) and parse_address(value) is not None


def is_list_of(value: object, fits: Callable[[str], bool]) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and fits(item) for item in value)


def is_map_of(value: object, fits: Callable[[str, str], bool]) -> bool:
    return is_fields(value) and all(isinstance(item, str) and fits(name, item) for name, item in value.items())


def absent(fields: Fields, name: str) -> bool:
    """Whether the object has no such member. A member that is null is there, and wrong."""
    return name not in fields


def listed(fields: Fields, name: str) -> tuple[str, ...] | None:
    """The checked list as a tuple."""
    return tuple(fields[name]) if name in fields else None
