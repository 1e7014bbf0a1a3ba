"""Removes tokens from the strings of a value, at any depth, for results that are not read from a response."""

from collections.abc import Callable
from typing import TypeVar, cast

from .scrub_bytes import Searched, patterns_in, scrub_bytes, scrub_text
from .search_budget import SearchBudget

Value = TypeVar("Value")


def scrub_value(value: Value, secrets: Searched, budget: SearchBudget | None = None) -> Value:
    """
    Copies lists, tuples, dictionaries, sets and bytes without the token, within one budget of steps. Errors are changed
    themselves, so that their classes are kept. Objects of other classes are returned unchanged. Raises `Unsearchable`.
    """
    patterns = patterns_in(secrets)
    shared = budget or SearchBudget.at_once()
    seen: dict[int, object] = {}

    def clean(item: object) -> object:
        if isinstance(item, str):
            return scrub_text(item, patterns, shared)
        if isinstance(item, (bytes, bytearray)):
            return type(item)(scrub_bytes(bytes(item), patterns, shared))
        if id(item) in seen:
            return seen[id(item)]
        if isinstance(item, BaseException):
            return _error(item, clean, seen)
        return _collection(item, clean, seen)

    return cast(Value, clean(value))


def _collection(item: object, clean: Callable[[object], object], seen: dict[int, object]) -> object:
    if type(item) is list:
        copy: list[object] = []
        seen[id(item)] = copy
        copy.extend(clean(each) for each in item)
        return copy
    if type(item) is dict:
        members: dict[object, object] = {}
        seen[id(item)] = members
        for name, each in item.items():
            members[clean(name)] = clean(each)
        return members
    for plain in (tuple, set, frozenset):
        if type(item) is plain and isinstance(item, plain):
            return plain(clean(each) for each in item)
    return item


def _error(
    error: BaseException, clean: Callable[[object], object], seen: dict[int, object]
) -> BaseException:
    """Its arguments, its attributes, its notes, and the errors that it comes from or consists of."""
    seen[id(error)] = error
    error.args = tuple(clean(each) for each in error.args)
    for name, each in list(getattr(error, "__dict__", {}).items()):
        error.__dict__[name] = clean(each)
    for inner in (error.__cause__, error.__context__, *getattr(error, "exceptions", ())):
        if inner is not None:
            clean(inner)
    return error
