"""Which tools of a list may be called twice. Pure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any


def repeatable_tools(tools: Iterable[Any]) -> Callable[[str], bool]:
    """A value for `is_safe_to_repeat`: true for tools with `readOnlyHint` or `idempotentHint`.

    :param tools: Of a `tools/list`, as JSON or as objects of an SDK. Use it only for servers whose hints you trust.
    """
    names = {_member(tool, "name") for tool in tools if _is_repeatable(_member(tool, "annotations"))}
    return lambda tool: tool in names


def _is_repeatable(annotations: Any) -> bool:
    hints = ("readOnlyHint", "read_only_hint", "idempotentHint", "idempotent_hint")
    return any(_member(annotations, hint) is True for hint in hints)


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
