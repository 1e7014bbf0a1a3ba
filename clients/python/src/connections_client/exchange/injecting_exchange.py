"""The exchange of one request for its answer, for servers that take the token with each request (binding `request`)."""

import re
from typing import Final

from ..asking.questions import Operation
from ..errors import NotInjected
from ..guarding.known_secrets import KnownSecrets
from ..refusing.answer_refusal import RefusalAnswers
from .asked_for import asked_for
from .call_with_token import call_with_token
from .options import RequestTarget
from .outgoing import Outgoing, check_address
from .send_request import Sending, send_request
from .steps import Steps
from .wire import Answer, Wire

_OF_DISCOVERY: Final = re.compile(
    r"initialize|ping|server/discover|(tools|resources|resources/templates|prompts)/list|logging/setLevel"
    r"|notifications/.*"
)


class InjectingExchange:
    """Shared by all requests of one client. It gets a token for each `tools/call`, and guards each answer."""

    def __init__(self, target: RequestTarget) -> None:
        self.target = target
        self.known = KnownSecrets()
        self._answers = RefusalAnswers(target) if target.refusals == "answer" else None

    def steps(self, wire: Wire, given: Outgoing) -> Steps[Answer]:
        """:raises NotInjected, InjectorUnreachable, CallNotMade, ResponseRefused, ServerUnreachable:"""
        check_address(given.address, self.target.plain_http_hosts)
        outgoing = self._answers.without_own_state(given) if self._answers else given
        operation = self._operation_of(outgoing)
        try:
            answer = yield from self._sent(Sending(self.target, wire, self.known), outgoing, operation)
        except NotInjected as error:
            if self._answers is None:
                raise
            return self._answers.answer(error.refusal, given)
        if self._answers:
            self._answers.note(given, answer)
        return answer

    def _sent(self, sending: Sending, outgoing: Outgoing, operation: Operation | None) -> Steps[Answer]:
        if operation is not None:
            return (yield from call_with_token(sending, outgoing, operation))
        sent = yield from send_request(sending, outgoing, None)
        return sent.answer

    def _operation_of(self, outgoing: Outgoing) -> Operation | None:
        """For which to get a token; None if the request is sent without one."""
        asked = asked_for(outgoing.message)
        server, host = self.target.server, outgoing.address.host
        if asked.tool is not None:
            return Operation(server, asked.tool, host)
        if not self.target.discovery:
            return None
        # Other methods, such as `resources/read`, reach the provider. They count as calls, which an allow-list refuses.
        reaching = next((method for method in asked.methods if not _OF_DISCOVERY.fullmatch(method)), None)
        return Operation(server, reaching, host)
