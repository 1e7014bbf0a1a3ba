"""What an MCP runtime and token-injector say to each other (docs/injector.schema.json)."""

from dataclasses import dataclass
from typing import Final, Literal

from .secret_values import SecretList, SecretValues

Binding = Literal["request", "session", "process"]
"""For how long the server keeps what it is given."""
BINDINGS: Final = ("request", "session", "process")

REFUSAL_REASONS: Final = (
    "not_connected",
    "reauthorization_required",
    "insufficient_scope",
    "unknown_server",
    "tool_not_allowed",
    "tool_call_replayed",
    "host_not_allowed",
    "caller_not_authorized",
    "temporarily_unavailable",
    "invalid_request",
)


@dataclass(frozen=True)
class Injection:
    """The token for one operation. Use it for that request, session or process only, and discard it."""

    connection_id: str
    generation: int
    """Rises with every store of tokens."""
    headers: SecretValues
    remove_headers: tuple[str, ...]
    allowed_hosts: tuple[str, ...]
    """`host` or `host:port`; the token goes nowhere else. Empty if `binding` is `process`."""
    binding: Binding
    expires_at: str
    """RFC 3339; until then at the latest the token may be used."""
    query: SecretValues | None = None
    env: SecretValues | None = None
    secrets: SecretList | None = None
    """What no log, error or answer may repeat. Older injectors do not send it."""
    allowed_url: str | None = None
    """The one URL, without a query, to which the token may be sent."""
    connection_of: Literal["person", "workspace"] | None = None
    url: str | None = None
    connected_at: str | None = None
    api_hosts: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Refusal:
    """Why there is no token."""

    reason: str
    """One of `REFUSAL_REASONS`."""
    message: str
    connect_url: str | None = None
    """The dashboard's own page, https or on this machine."""
    missing_scopes: tuple[str, ...] | None = None
    retry_after_seconds: float | None = None


@dataclass(frozen=True)
class ServerStatus:
    """Whether a call of the server would find a usable connection; `refusal` says why not."""

    server: str
    ready: bool
    connection_id: str | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class ListedServer:
    """A server of the workspace, and whether a call would find a usable connection."""

    id: str
    name: str
    binding: Binding
    discovery: bool
    """Whether `initialize` and the lists need the token too."""
    ready: bool
    url: str | None = None
    tools: tuple[str, ...] | None = None
    """The tools that may be called. None: all."""
    connection_id: str | None = None
    refusal: Refusal | None = None
