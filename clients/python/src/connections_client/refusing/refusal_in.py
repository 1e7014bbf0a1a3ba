"""Finds the injector's refusal in the error of a framework."""

from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from .. import limits
from ..contract.messages import Refusal
from ..errors import NotInjected

_USUAL: Final = ("__cause__", "__context__", "exceptions", "error", "data")
"""Where errors have the errors that caused them."""


def refusal_in(error: object) -> Refusal | None:
    """The refusal of the `NotInjected` that a framework wrapped. None: there is none. Never raises.

    It is looked for in causes and contexts, in exception groups, in `error`, `data` and other members, up to eight
    within each other. Only this package's own error counts: what a server answers is never believed.
    """
    seen: set[int] = set()
    waiting: deque[tuple[object, int]] = deque([(error, 0)])
    while waiting and len(seen) < limits.WRAPPED_PARTS:
        value, depth = waiting.popleft()
        if id(value) in seen or not _can_hold(value):
            continue
        seen.add(id(value))
        if isinstance(value, NotInjected):
            return value.refusal
        if depth < limits.WRAPPED_DEPTH:
            # Causes are followed to their end before anything beside them.
            waiting.extendleft((each, depth + 1) for each in reversed(list(_usual(value))))
            waiting.extend((each, depth + 1) for each in _members(value))
    return None


def _can_hold(value: object) -> bool:
    return isinstance(value, (BaseException, dict, list, tuple, set)) or hasattr(type(value), "__dict__")


def _usual(value: object) -> Iterator[object]:
    if not isinstance(value, BaseException):
        return
    for name in _USUAL:
        try:
            found: Any = getattr(value, name, None)
        except Exception:
            continue
        yield from found if isinstance(found, (tuple, list)) else (found,)


def _members(value: object) -> list[object]:
    """The first and the last ones, if there are many. Nothing of the value's own code is called."""
    if isinstance(value, dict):
        items: list[object] = list(value.values())
    elif isinstance(value, (list, tuple, set)):
        items = list(value)
    else:
        own = _own_members(value)
        items = [*own, *value.args] if isinstance(value, BaseException) else own
    half = limits.WRAPPED_MEMBERS // 2
    return items if len(items) <= 2 * half else items[:half] + items[-half:]


def _own_members(value: object) -> list[object]:
    try:
        return list(object.__getattribute__(value, "__dict__").values())
    except Exception:
        return []
