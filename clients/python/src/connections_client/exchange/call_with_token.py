"""One request with a token: the token is asked for and sent, and the broker learns if it was refused."""

from dataclasses import dataclass

from ..asking.questions import About, Operation
from ..asking.retry_rule import CallBudget
from ..contract.messages import Injection
from ..errors import CallNotMade
from .after_response import Sent, after_response
from .after_unauthorized import Reporting
from .asked_for import asked_for
from .options import Target
from .outgoing import Outgoing
from .send_request import Sending, send_request
from .steps import Steps
from .wire import Answer


@dataclass(frozen=True)
class Asking:
    """Asks for the injections of one call."""

    target: Target
    operation: Operation
    binding: str

    def ask(self, about: About, budget: CallBudget) -> Steps[Injection]:
        """Refuses other bindings: a server that keeps the token could use it for later requests, or would ignore it."""
        target = self.target
        request = target.request_for(self.operation, about)
        injection = yield from target.injector.inject_steps(request, caller=target.caller, budget=budget)
        if injection.binding != self.binding:
            raise CallNotMade("wrong_binding")
        return injection


def call_with_token(sending: Sending, outgoing: Outgoing, operation: Operation) -> Steps[Answer]:
    """The final response."""
    target = sending.target
    budget = target.injector.start_call()
    asking = Asking(target, operation, "request")
    injection = yield from asking.ask(About(), budget)
    sent = yield from send_request(sending, outgoing, injection)

    def send_again(fresh: Injection) -> Steps[Answer]:
        again = yield from send_request(sending, outgoing, fresh)
        return again.answer

    is_safe = _is_safe_to_repeat(target, outgoing, operation)
    return (
        yield from after_response(
            sent.answer,
            Sent(
                outgoing.message,
                Reporting(injection, budget, asking.ask),
                sent.challenged_scopes,
                send_again if is_safe else None,
                target.is_rejected,
            ),
        )
    )


def _is_safe_to_repeat(target: Target, outgoing: Outgoing, operation: Operation) -> bool:
    """Requests other than `tools/call` only read, so they are safe."""
    if operation.tool is None or asked_for(outgoing.message).tool is None:
        return True
    return target.is_safe_to_repeat(operation.tool)
