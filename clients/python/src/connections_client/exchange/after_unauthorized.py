"""Handles a 401 of the server, or a 403 that asks for scopes (T135, T235), and an answer that says the same (T236)."""

from collections.abc import Callable
from dataclasses import dataclass

from ..asking.questions import About
from ..asking.retry_rule import CallBudget
from ..contract.messages import Injection
from ..errors import ConnectionsError, NotInjected
from .steps import Steps
from .wire import Answer, close_answer, closing_on_error


@dataclass(frozen=True)
class Reporting:
    """What a report to the broker needs."""

    injection: Injection
    """Whose token was refused."""
    budget: CallBudget
    ask: Callable[[About, CallBudget], Steps[Injection]]
    """Asks with a new id, within the budget that it is given."""


def after_unauthorized(
    answer: Answer, reporting: Reporting, about: About, send_again: Callable[[Injection], Steps[Answer]] | None
) -> Steps[Answer]:
    """The final response.

    A new token is requested even if the call is not repeated, so that the next call can use it.

    :param send_again: None: the call is not safe to repeat.
    :raises NotInjected: with the page to connect at, if the provider has ended the grant
    """
    asking = newer_injection(reporting.injection, reporting.ask(about, reporting.budget))
    fresh = yield from closing_on_error(asking, _ClosingAnswer(answer))
    if fresh is None or send_again is None:
        return answer
    yield from close_answer(answer)
    return (yield from send_again(fresh))


def newer_injection(refused: Injection, asking: Steps[Injection]) -> Steps[Injection | None]:
    """The answer to a question about a refused token. None: there is none, or it has the same token.

    :raises NotInjected: if a person has to connect again, or to grant more
    """
    try:
        fresh = yield from asking
    except ConnectionsError as error:
        if isinstance(error, NotInjected) and error.can_person_fix:
            raise
        return None
    return None if fresh.generation == refused.generation else fresh


def report_rejection(reporting: Reporting) -> Steps[Injection | None]:
    """Tells the broker once of an answer that says that the token was refused. Uses one id, and waits for no other.

    :raises NotInjected: if a person has to connect again
    """
    budget = reporting.budget
    once = CallBudget(min(1, budget.ids_left), budget.until)
    budget.ids_left -= once.ids_left
    about = About(rejected_generation=reporting.injection.generation)
    return (yield from newer_injection(reporting.injection, reporting.ask(about, once)))


@dataclass(frozen=True)
class _ClosingAnswer:
    answer: Answer

    def close(self) -> Steps[None]:
        yield from close_answer(self.answer)
