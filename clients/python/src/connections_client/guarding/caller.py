"""Whose call it is: the JWT with which the MCP client called the runtime.

The token comes from the call and never from an object that several people share (T216).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_caller: ContextVar[str | None] = ContextVar("connections_client_caller", default=None)

Caller = str | Callable[[], str | None] | None
"""A token, or a function that is asked in the task or thread of each request."""


@contextmanager
def caller_token(token: str) -> Iterator[None]:
    """Within it, requests of this task or thread are of this caller.

    Tasks that are started within it are of this caller too; tasks that were started before it are not. Some transports
    (`mcp` 1.x) send from a task of their own, which they start when they connect: connect within it.
    """
    before = _caller.set(token)
    try:
        yield
    finally:
        _caller.reset(before)


def caller_of(caller: Caller) -> str | None:
    """The token of the present call: what `caller` says, else that of `caller_token`. None: there is none."""
    said = caller() if callable(caller) else caller
    return said if said is not None else _caller.get()
