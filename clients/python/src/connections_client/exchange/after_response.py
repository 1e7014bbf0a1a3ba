"""What a response says of the token that was sent: refused with a status, challenged for scopes, or in its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ..asking.questions import About
from ..errors import NotInjected
from ..contract.messages import Injection
from ..refusing.refusal_message import refusal_message
from .after_unauthorized import Reporting, after_unauthorized, report_rejection
from .asked_for import asked_for, request_in
from ..rejection import AnsweredCall, IsRejected, RpcAnswer, error_in, is_refused
from .steps import Steps
from .watch_answer import Verdict, Watch, watch_answer
from .wire import Answer

_SAYS_ITSELF: Final = (401, 403, 404, 429)
"""Statuses that say themselves what was refused."""


@dataclass(frozen=True)
class Sent:
    """A request that was sent with a token, and what is needed to report the server's answer to the broker."""

    message: Any
    reporting: Reporting
    challenged_scopes: tuple[str, ...] | None
    """The scopes that the server asked for with 403."""
    send_again: Callable[[Injection], Steps[Answer]] | None
    """None: the call is not safe to repeat."""
    is_rejected: IsRejected


def after_response(answer: Answer, sent: Sent) -> Steps[Answer]:
    """The final response.

    :raises NotInjected: if a person has to connect again, or to grant more
    """
    generation = sent.reporting.injection.generation
    if answer.status == 401:
        about = About(rejected_generation=generation)
        return (yield from after_unauthorized(answer, sent.reporting, about, sent.send_again))
    if sent.challenged_scopes:
        about = About(challenged_generation=generation, challenged_scopes=sent.challenged_scopes)
        return (yield from after_unauthorized(answer, sent.reporting, about, sent.send_again))
    if answer.status in _SAYS_ITSELF:
        return answer
    return (yield from watch_answer(answer, Watch(request_in(sent.message).id, _Judge(sent).judge)))


class _Judge:
    """Looks at each answer to the request. One rejection is told to the broker."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent
        self._is_reported = False

    def judge(self, answer: RpcAnswer, is_first: bool) -> Steps[Verdict]:
        sent = self._sent
        if self._is_reported or not self._is_rejection(answer):
            return None
        self._is_reported = True
        try:
            fresh = yield from report_rejection(sent.reporting)
        except NotInjected as error:
            # Once a part of the stream was passed on, only a message can say it.
            if is_first:
                raise
            return refusal_message(error.refusal, sent.message)
        if fresh is None or not is_first or sent.send_again is None or error_in(answer) is None:
            return None
        return (yield from sent.send_again(fresh))

    def _is_rejection(self, answer: RpcAnswer) -> bool:
        call = AnsweredCall(asked_for(self._sent.message).tool, request_in(self._sent.message).arguments)
        return is_refused(self._sent.is_rejected, answer, call)
