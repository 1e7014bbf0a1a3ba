"""A session for one tool call, for servers that take the token at `initialize` and keep it (binding `session`).

All requests of the session carry the same injection.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from .. import limits
from ..asking.questions import About, Operation
from ..contract.addresses import Address, parse_address
from ..contract.messages import Injection
from ..errors import CallNotMade, ConnectionsError
from ..exchange.after_response import Sent, after_response
from ..exchange.after_unauthorized import Reporting
from ..exchange.asked_for import asked_for
from ..exchange.call_with_token import Asking
from ..exchange.options import HttpTarget
from ..exchange.outgoing import NO_BODY, Outgoing, check_address
from ..exchange.send_request import Sending, send_request
from ..exchange.steps import Steps
from ..exchange.wire import Answer, Body, Wire, close_answer
from ..guarding.known_secrets import KnownSecrets

_TOOL_CALL_METHODS: Final = re.compile(
    r"initialize|ping|server/discover|tools/(list|call)|logging/setLevel|notifications/.*"
)
"""The methods that a client needs for one tool call. The token was not requested for others."""


@dataclass(frozen=True)
class SessionTarget(HttpTarget):
    """A server that takes the token for a session, for one call of one tool."""

    url: str = ""
    """The server's endpoint. The session sends no request to another origin."""
    tool: str = ""


class Session:
    """The state of one session, as steps."""

    def __init__(self, target: SessionTarget) -> None:
        address = parse_address(target.url)
        if address is None:
            raise CallNotMade("address_refused")
        check_address(address, target.plain_http_hosts)
        self._target = target
        self._address: Address = address
        self._asking = Asking(target, Operation(target.server, target.tool, address.host), "session")
        self._budget = target.injector.start_call()
        self._known = KnownSecrets()
        self._injection: Injection | None = None
        self._is_established = self._is_spent = False
        self._id: str | None = None
        self._protocol_version: str | None = None

    def open(self) -> Steps[None]:
        self._injection = yield from self._asking.ask(About(), self._budget)

    def exchange(self, wire: Wire, outgoing: Outgoing) -> Steps[Answer]:
        """Sends a request of the session."""
        check_address(outgoing.address, self._target.plain_http_hosts)
        injection = self._injection
        if injection is None:
            raise CallNotMade("session_over")
        self._refuse_foreign(outgoing)
        sending = Sending(self._target, wire, self._known)
        sent = yield from send_request(sending, outgoing, injection)
        is_safe = not self._is_established and not self._is_spent

        def send_again(fresh: Injection) -> Steps[Answer]:
            self._injection = fresh
            again = yield from send_request(sending, outgoing, fresh)
            return again.answer

        # Until the server has accepted the token there is no session, so a repetition cannot do anything twice.
        judged = Sent(
            outgoing.message,
            Reporting(injection, self._budget, self._asking.ask),
            sent.challenged_scopes,
            send_again if is_safe else None,
            self._target.is_rejected,
        )
        answer = yield from after_response(sent.answer, judged)
        self._note(outgoing, answer)
        return answer if isinstance(answer.body, bytes) else replace(answer, body=_BodyOfSession(self, answer.body))

    def close(self, wire: Wire) -> Steps[None]:
        """Ends the session at the server, as far as it can be reached, and refuses further requests."""
        injection, self._injection = self._injection, None
        try:
            if self._id is not None and injection is not None:
                target = replace(self._target, response_timeout=limits.SESSION_END)
                sent = yield from send_request(Sending(target, wire, self._known), self._ending(), injection)
                yield from close_answer(sent.answer)
        except ConnectionsError:
            # The server's own timeout ends the session later. This process does not use the token again.
            return

    @property
    def is_over(self) -> bool:
        return self._injection is None

    def _refuse_foreign(self, outgoing: Outgoing) -> None:
        """Refuses a second tool call, a call of another tool, and any method for which no token was requested."""
        if outgoing.address.origin != self._address.origin:
            raise CallNotMade("host_not_allowed")
        asked = asked_for(outgoing.message)
        if any(not _TOOL_CALL_METHODS.fullmatch(method) for method in asked.methods):
            raise CallNotMade("not_of_session")
        if asked.tool is None:
            return
        if asked.tool != self._target.tool:
            raise CallNotMade("not_of_session")
        if self._is_spent:
            raise CallNotMade("session_spent")
        self._is_spent = True

    def _note(self, outgoing: Outgoing, answer: Answer) -> None:
        self._is_established = self._is_established or answer.is_ok
        self._id = answer.header("mcp-session-id") or self._id
        self._protocol_version = outgoing.header("mcp-protocol-version") or self._protocol_version
        if outgoing.method == "DELETE":
            self._id = None

    def _ending(self) -> Outgoing:
        said = {"mcp-session-id": self._id, "mcp-protocol-version": self._protocol_version}
        headers = tuple((name, value) for name, value in said.items() if value is not None)
        rest = self._target.url.partition("#")[0].partition("://")[2]
        path = f"/{rest.partition('/')[2]}" if "/" in rest else "/"
        return Outgoing("DELETE", self._address, path.encode("ascii", "replace"), headers, NO_BODY)


@dataclass
class _BodyOfSession:
    """Ends with the session."""

    session: Session
    body: Body

    def read(self) -> Steps[bytes | None]:
        if self.session.is_over:
            yield from self.body.close()
            raise CallNotMade("session_over")
        return (yield from self.body.read())

    def close(self) -> Steps[None]:
        yield from self.body.close()
