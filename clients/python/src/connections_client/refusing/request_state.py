"""`requestState` of a multi round-trip request (MCP 2026-07-28, basic/patterns/mrtr).

It is sent with the question to connect, and the client returns it with the repeated call. The client could change it,
so it is authenticated. It contains only its time of issue.
"""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from .. import limits
from .canonical_json import canonical_json


@dataclass(frozen=True)
class RequestBinding:
    """The call for which a state is valid."""

    workspace_id: str
    subject: str
    """The `sub` of the caller's token."""
    server: str
    method: str
    params: Mapping[str, Any]
    """Of which only `name`, `uri` and `arguments` are compared; the rest differs in a repeated call."""


@dataclass(frozen=True)
class StateKey:
    """The key that authenticates states: at least 32 random bytes, the same in all processes of the runtime."""

    key: bytes = field(repr=False)
    now: Callable[[], float] = lambda: time.time() * 1000
    """Milliseconds since the epoch."""


@dataclass(frozen=True)
class VerifiedState:
    """`mismatch`: the state was changed, or belongs to another key, caller, server, method or arguments."""

    valid: bool
    issued_at: int | None = None
    reason: Literal["malformed", "mismatch", "expired"] | None = None


_FORM: Final = re.compile(r"1\.([0-9]{1,15})\.([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])")
"""43 characters of base64url encode 32 bytes and leave two bits unused, which must be zero."""


def mint_request_state(key: StateKey, binding: RequestBinding) -> str:
    """A new state. It is valid for ten minutes and any number of repetitions; single use would need a store."""
    issued_at = int(key.now())
    return f"1.{issued_at}.{_mac(key.key, binding, issued_at)}"


def verify_request_state(key: StateKey, state: object, binding: RequestBinding) -> VerifiedState:
    """Verifies a state in constant time. Raises ValueError for a key that is too short, but never for a bad state."""
    found = _FORM.fullmatch(state) if isinstance(state, str) else None
    if found is None:
        return VerifiedState(False, reason="malformed")
    issued_at = int(found[1])
    if not hmac.compare_digest(found[2], _mac(key.key, binding, issued_at)):
        return VerifiedState(False, reason="mismatch")
    age = key.now() - issued_at
    if -limits.CLOCK_SKEW <= age <= limits.REQUEST_STATE_LIFE:
        return VerifiedState(True, issued_at)
    return VerifiedState(False, reason="expired")


def _mac(key: bytes, binding: RequestBinding, issued_at: int) -> str:
    if len(key) < limits.REQUEST_STATE_KEY:
        raise ValueError(f"the key must have at least {limits.REQUEST_STATE_KEY} bytes")
    params = binding.params
    asked = {name: params[name] for name in ("name", "uri") if params.get(name) is not None}
    given = params.get("arguments")
    asked_json = canonical_json({**asked, "arguments": {} if given is None else given})
    digest = _base64url(hashlib.sha256(asked_json.encode("utf-8")).digest())
    # A JSON array of strings is injective: two different bindings never give the same bytes.
    said = ["request-state", 1, issued_at, binding.workspace_id, binding.subject, binding.server, binding.method]
    text = json.dumps([*said, digest], ensure_ascii=False, separators=(",", ":"))
    return _base64url(hmac.new(key, text.encode("utf-8"), hashlib.sha256).digest())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
