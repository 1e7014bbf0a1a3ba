"""What an error or an object shows of itself: in its texts, in its trace with local variables, and when it is stored."""

import json
import pickle
import traceback
from pathlib import Path
from typing import Any

from connections_client import (
    CallNotMade,
    InjectorUnreachable,
    Injection,
    ListedServer,
    NotInjected,
    Refusal,
    ResponseRefused,
    ServerStatus,
)

_OWN = Path(__file__).parent
_LIBRARIES = ("/httpx/", "/httpx2/", "/httpcore/", "/httpcore2/", "/h11/")


def error_json(error: BaseException, *, without_libraries: bool = False) -> dict[str, Any]:
    """As the runner reports it."""
    text = told_by(error, without_libraries=without_libraries)
    return {"error": {"kind": type(error).__name__, **_members(error), "text": text}}


def told_by(error: BaseException, *, without_libraries: bool = False) -> str:
    """Texts, causes, and the local variables of all frames but those of this runner, as error reporters store them.

    :param without_libraries: Leaves out the frames of the HTTP library, which an Auth cannot end (README, "Limits").
    """
    parts = [str(error), repr(error), repr(vars(error)), repr(error.args)]
    try:
        parts.append(repr(pickle.dumps(error)))
    except Exception as failure:
        parts.append(repr(failure))
    for each in (error, error.__cause__, error.__context__):
        if each is not None:
            parts.append("".join(_trace(each, without_libraries)))
    return "\n".join(parts)


def _trace(error: BaseException, without_libraries: bool) -> list[str]:
    frames = [
        (frame, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if _OWN not in Path(frame.f_code.co_filename).parents
        and not (without_libraries and any(part in frame.f_code.co_filename for part in _LIBRARIES))
    ]
    return traceback.StackSummary.extract(frames, capture_locals=True).format()


def _members(error: BaseException) -> dict[str, Any]:
    if isinstance(error, NotInjected):
        return refusal_json(error.refusal)
    if isinstance(error, InjectorUnreachable):
        return {"failure": error.failure}
    return {"code": error.code} if isinstance(error, (CallNotMade, ResponseRefused)) else {}


def refusal_json(refusal: Refusal) -> dict[str, Any]:
    members = {
        "reason": refusal.reason,
        "message": refusal.message,
        "connectUrl": refusal.connect_url,
        "missingScopes": refusal.missing_scopes,
        "retryAfterSeconds": refusal.retry_after_seconds,
    }
    return _present(members)


def injection_json(injection: Injection) -> dict[str, Any]:
    members = {
        "connectionId": injection.connection_id,
        "generation": injection.generation,
        "headers": dict(injection.headers),
        "removeHeaders": injection.remove_headers,
        "query": None if injection.query is None else dict(injection.query),
        "env": None if injection.env is None else dict(injection.env),
        "secrets": None if injection.secrets is None else list(injection.secrets),
        "allowedHosts": injection.allowed_hosts,
        "allowedUrl": injection.allowed_url,
        "connectionOf": injection.connection_of,
        "url": injection.url,
        "connectedAt": injection.connected_at,
        "apiHosts": injection.api_hosts,
        "binding": injection.binding,
        "expiresAt": injection.expires_at,
        "maxUses": 1,
    }
    return _present(members)


def status_json(status: ServerStatus) -> dict[str, Any]:
    return _present({"server": status.server, "ready": status.ready, "connectionId": status.connection_id}) | (
        refusal_json(status.refusal) if status.refusal else {}
    )


def listed_json(server: ListedServer) -> dict[str, Any]:
    facts = {
        "id": server.id,
        "name": server.name,
        "url": server.url,
        "binding": server.binding,
        "discovery": server.discovery,
        "tools": server.tools,
        "ready": server.ready,
        "connectionId": server.connection_id,
    }
    return _present(facts) | (refusal_json(server.refusal) if server.refusal else {})


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def shown_by(*objects: Any) -> str:
    """As logs would show them."""
    return "\n".join(f"{each!r} {each} {json.dumps(each, default=repr)}" for each in objects)
