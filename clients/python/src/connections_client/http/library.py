"""Which HTTP library is there: httpx, httpx2 (its successor, which `mcp` 2.x uses), or both."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

_NAMES: Final = ("httpx2", "httpx")

Library = Any
"""The module `httpx` or `httpx2`. Both have the same classes, which are not each other's."""


def libraries() -> list[Library]:
    """Those that are installed, the newer one first."""
    return [import_module(name) for name in _NAMES if find_spec(name) is not None]


def library_named(name: str | None) -> Library:
    """The library of this name, or the only one that is installed, or the one that the installed `mcp` uses."""
    if name is not None:
        return import_module(name)
    found = libraries()
    if not found:
        raise ModuleNotFoundError("install httpx or httpx2")
    return found[0] if len(found) == 1 else _of_mcp(found)


def library_of(request: object) -> Library:
    """The library of a request."""
    for each in type(request).__mro__:
        name = each.__module__.partition(".")[0]
        if name in _NAMES:
            return import_module(name)
    raise TypeError("the request is of neither httpx nor httpx2")


def _of_mcp(found: list[Library]) -> Library:
    """`mcp` 1.x takes httpx, and 2.x httpx2; the other one may be there for another package."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        is_old = version("mcp").partition(".")[0] == "1"
    except PackageNotFoundError:
        is_old = False
    return found[-1] if is_old else found[0]
