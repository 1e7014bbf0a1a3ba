"""The questions that the injector answers, as their JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Operation:
    """One use of a token, without its id: a call of a tool, or a discovery, which has no tool."""

    server: str
    tool: str | None = None
    host: str | None = None

    def as_json(self) -> dict[str, Any]:
        kind = {"kind": "discovery"} if self.tool is None else {"kind": "call"}
        more = {"tool": self.tool, "host": self.host}
        return {**kind, "server": self.server, **{name: value for name, value in more.items() if value is not None}}


@dataclass(frozen=True)
class About:
    """What is said of a token that was refused: its generation, and the scopes of a challenge."""

    rejected_generation: int | None = None
    challenged_generation: int | None = None
    challenged_scopes: tuple[str, ...] | None = None


@dataclass(frozen=True)
class InjectRequest:
    """A question for a token, without version and operation id, which this package adds."""

    workspace_id: str
    operation: Operation
    connection_id: str | None = None
    scopes: Sequence[str] | None = None
    about: About = About()
    trial: bool = False

    def as_json(self, operation_id: str) -> dict[str, Any]:
        about = self.about
        more = {
            "connectionId": self.connection_id,
            "scopes": None if self.scopes is None else list(self.scopes),
            "rejectedGeneration": about.rejected_generation,
            "challengedGeneration": about.challenged_generation,
            "challengedScopes": None if about.challenged_scopes is None else list(about.challenged_scopes),
            "trial": True if self.trial else None,
        }
        return {
            "version": "1",
            "workspaceId": self.workspace_id,
            "operation": {"id": operation_id, **self.operation.as_json()},
            **{name: value for name, value in more.items() if value is not None},
        }
