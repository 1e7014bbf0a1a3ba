"""All errors of this package. Use `code` to distinguish them, never the message.

No error contains a token, a header's value, a URL's query, or the error of another library, whose text could contain
one.
"""

import re
from typing import Final

from .contract.messages import Refusal


class ConnectionsError(Exception):
    """The base of all errors of this package."""

    code: str


class NotInjected(ConnectionsError):
    """The injector refused, so the call was not made. The README lists what to do for each `reason`."""

    code = "not_injected"

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.reason}: {refusal.message}")
        self.refusal: Final = refusal
        self.reason: Final = refusal.reason
        self.connect_url: Final = refusal.connect_url
        self.missing_scopes: Final = refusal.missing_scopes
        self.retry_after_seconds: Final = refusal.retry_after_seconds

    @property
    def can_person_fix(self) -> bool:
        """Whether a person can end the refusal, so that it says more than the answer of the server."""
        return self.reason in ("not_connected", "reauthorization_required", "insufficient_scope")

    def __reduce__(self) -> tuple[type["NotInjected"], tuple[Refusal]]:
        return type(self), (self.refusal,)


_MISSING: Final = {
    "no_region": "set AWS_REGION (to any text, such as local, on a laptop)",
    "no_credentials": (
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (to any text on a laptop), or give the runtime a role"
    ),
}


class InjectorUnreachable(ConnectionsError):
    """The injector did not answer, so the call was not made.

    `failure` is one of `network`, `timeout`, `throttled`, `function_failed`, `denied`, `no_region`, `no_credentials`,
    `not_of_the_contract` and `ids_spent`.
    """

    code = "injector_unreachable"

    def __init__(self, failure: str) -> None:
        missing = _MISSING.get(failure)
        super().__init__(f"the injector did not answer: {failure}{f'; {missing}' if missing else ''}")
        self.failure: Final = failure

    def __reduce__(self) -> tuple[type["InjectorUnreachable"], tuple[str]]:
        return type(self), (self.failure,)


_NOT_MADE: Final = {
    "body_unreadable": "the request body is not JSON, so the requested tool is unknown",
    "tool_missing": "a tools/call names no tool",
    "batch_of_calls": "a batch contains more than one tools/call, but a token is for one",
    "address_refused": (
        "the address is not https (or http on this machine), or contains user information, or an extension of the request"
        " changes it"
    ),
    "host_not_allowed": "the token may not be sent to this host",
    "header_refused": "a header has an invalid name or value",
    "wrong_binding": "the registration of this server has another binding than this function supports",
    "injection_expired": "the token was not used before it expired",
    "session_over": "the session has ended",
    "session_spent": "the session has already made its one tool call",
    "not_of_session": "the session may call only its own tool and make no other requests",
    "environment_missing": "the injector returned no environment variable for this server",
    "environment_refused": "the name of an injected variable is not allowed or is already in use",
    "http_library_unknown": "the HTTP library has changed, so that the token could not be kept out of its requests",
}


class CallNotMade(ConnectionsError):
    """This package refused to send the request. Nothing was sent, and the token is discarded."""

    def __init__(self, code: str) -> None:
        super().__init__(_NOT_MADE[code])
        self.code: str = code

    def __reduce__(self) -> tuple[type["CallNotMade"], tuple[str]]:
        return type(self), (self.code,)


_REFUSED: Final = {
    "redirect": "the server answered with a redirect; if its target is the same server, configure that address",
    "too_large": "the answer is larger than the limit",
    "too_slow": "the answer took longer than the limit",
    "undecodable": "the answer has a content encoding that is not decoded here, so it cannot be searched for the token",
    "unsearchable": "the answer takes too long to be searched for the token",
}


class ResponseRefused(ConnectionsError):
    """The request was sent, but its answer was refused. The tool may have run, so do not repeat the call unchecked."""

    def __init__(self, code: str, status: int | None = None) -> None:
        super().__init__(_REFUSED[code] if status is None else f"{_REFUSED[code]} ({status})")
        self.code: str = code
        self.status: Final = status

    def __reduce__(self) -> tuple[type["ResponseRefused"], tuple[str, int | None]]:
        return type(self), (self.code, self.status)


class ServerUnreachable(ConnectionsError):
    """The connection to the MCP server failed or broke. The tool may have run.

    `system` is the name of the HTTP library's error, such as `ConnectError`, if there is one.
    """

    code = "server_unreachable"

    def __init__(self, system: str | None = None) -> None:
        known = system if system is not None and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{1,40}", system) else None
        super().__init__(f"the MCP server cannot be reached{f': {known}' if known else ''}")
        self.system: Final = known

    def __reduce__(self) -> tuple[type["ServerUnreachable"], tuple[str | None]]:
        return type(self), (self.system,)
