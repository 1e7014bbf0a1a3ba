"""Which server is called with whose connection, and how."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .. import limits
from ..asking.injector import Injector
from ..asking.questions import About, InjectRequest, Operation
from ..guarding.caller import Caller
from ..rejection import IsRejected, is_rejected_by_provider


@dataclass(frozen=True)
class Target:
    """The server to call, and the connection whose token to use."""

    injector: Injector
    workspace_id: str
    server: str
    """The registration's id, or `provider:<id>`."""
    connection_id: str | None = None
    """Default: the provider's default connection."""
    scopes: Sequence[str] | None = None
    """Scopes that these calls need in addition to those of the registration."""
    caller: Caller = field(default=None, repr=False)
    """The caller's JWT, or a function that returns it for the present call. Default: that of `caller_token`."""
    is_rejected: IsRejected = is_rejected_by_provider
    """Whether an answer that is an error says that the provider refused the token."""
    is_safe_to_repeat: Callable[[str], bool] = lambda tool: False
    """Whether a call of the tool that was refused for its token may be repeated. See `repeatable_tools`."""
    on_leak: Callable[[str], None] | None = None
    """Called with the server if an answer contained the token, which was removed."""

    def request_for(self, operation: Operation, about: About) -> InjectRequest:
        return InjectRequest(self.workspace_id, operation, self.connection_id, self.scopes, about)


@dataclass(frozen=True)
class HttpTarget(Target):
    """A server that is called over HTTP."""

    headers: Mapping[str, str] | None = field(default=None, repr=False)
    """The runtime's own headers for this server. They are not removed; an injected one replaces one of its name."""
    plain_http_hosts: Collection[str] = ()
    """Hosts (`host`, `host:port`) in the runtime's private network that get requests over plain http."""
    max_response_bytes: int = limits.RESPONSE_BYTES
    """Most bytes of one answer, decoded."""
    response_timeout: float = limits.RESPONSE_TIME
    """Seconds from sending to the last byte."""


@dataclass(frozen=True)
class RequestTarget(HttpTarget):
    """A server that takes the token with each request (binding `request`)."""

    discovery: bool = False
    """Whether requests other than `tools/call` need a token too, as in the registration. Each is one injection."""
    refusals: Literal["throw", "answer"] = "throw"
    """If the injector refuses: an error, or an answer in the server's place with the page to connect at."""
    state_key: bytes | None = field(default=None, repr=False)
    """At least 32 random bytes, the same in all processes of the runtime, for `answer` and MCP 2026-07-28."""
