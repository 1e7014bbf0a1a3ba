"""Sends one request with or without an injection, and checks its response."""

from collections.abc import Callable
from dataclasses import dataclass

from ..contract.messages import Injection
from ..errors import ResponseRefused
from ..guarding.challenge import challenged_scopes
from ..guarding.content_encoding import decoders_for
from ..guarding.guarded_body import GuardedBody
from ..guarding.known_secrets import AnswerSecrets, KnownSecrets, add_secrets_of, scrubbed
from ..guarding.response_headers import headers_to_return
from .options import HttpTarget
from .outgoing import Outgoing, bytes_of
from .request_headers import headers_to_send
from .steps import Steps
from .where_to import check_where, path_with_query
from .wire import Answer, Close, Deadline, Prepared, RawAnswer, Send, Wire, closing_on_error

_WITHOUT_BODY = (204, 205, 304)


@dataclass(frozen=True)
class Sending:
    """Where requests go, and what is known of them."""

    target: HttpTarget
    wire: Wire
    known: KnownSecrets
    """What to remove from answers. Each injection is added to it."""


@dataclass(frozen=True)
class Sent:
    """The answer, and the scopes for which a 403 asked. The transport gets no challenge."""

    answer: Answer
    challenged_scopes: tuple[str, ...] | None


def send_request(sending: Sending, outgoing: Outgoing, injection: Injection | None) -> Steps[Sent]:
    """:raises CallNotMade, ResponseRefused, ServerUnreachable:"""
    target = sending.target
    secrets = add_secrets_of(injection, sending.known)
    if injection is not None:
        check_where(outgoing, injection, target.injector.system.now())
    prepared = Prepared(
        outgoing,
        path_with_query(outgoing.raw_path, injection),
        headers_to_send(outgoing.headers, target.headers, injection),
        bytes_of(outgoing.message),
        Deadline(target.injector.system.patience(target.response_timeout)),
        secrets,
    )
    raw: RawAnswer = yield Send(sending.wire, prepared)
    challenge = ", ".join(value for name, value in raw.headers if name.lower() == "www-authenticate")
    scopes = challenged_scopes(challenge) if injection is not None and raw.status == 403 and challenge else None
    answer = yield from closing_on_error(_guarded(sending, outgoing, raw, secrets), _Closing(raw))
    return Sent(answer, scopes)


def _guarded(sending: Sending, outgoing: Outgoing, raw: RawAnswer, secrets: AnswerSecrets) -> Steps[Answer]:
    """The response without the token and without dropped headers."""
    if 300 <= raw.status < 400 and raw.status != 304:
        # The token is only for the checked address (T147, T214).
        raise ResponseRefused("redirect", raw.status)
    decoders = decoders_for(raw.headers, raw.status)
    on_leak = _once(sending.target)
    headers = headers_to_return(raw.headers, secrets, on_leak)
    reason = scrubbed(raw.reason, secrets, on_leak)
    raw.show(headers, reason)
    if raw.status in _WITHOUT_BODY:
        yield Close(raw)
        return Answer(raw.status, headers, b"", reason)
    body = GuardedBody(
        raw,
        secrets,
        on_leak,
        decoders,
        sending.target.max_response_bytes,
        is_listening=outgoing.method == "GET",
    )
    return Answer(raw.status, headers, body, reason)


def _once(target: HttpTarget) -> Callable[[], None]:
    """Tells the runtime once of each answer that had the token."""
    told: list[bool] = []

    def on_leak() -> None:
        if not told and target.on_leak is not None:
            target.on_leak(target.server)
        told.append(True)

    return on_leak


@dataclass(frozen=True)
class _Closing:
    raw: RawAnswer

    def close(self) -> Steps[None]:
        yield Close(self.raw)
