"""Decides whether the injector is asked again with a new id. Pure."""

from dataclasses import dataclass
from typing import Final

from .. import limits
from ..contract.messages import Refusal

_RETRIED: Final = frozenset({"network", "timeout", "throttled", "function_failed"})


@dataclass
class CallBudget:
    """What one tool call may still use to ask the injector. A call and its repetition after a 401 share one budget."""

    ids_left: int
    until: float
    """Milliseconds since the epoch. After this time no further question is sent."""


@dataclass(frozen=True)
class Lost:
    """A question without an answer."""

    failure: str


@dataclass(frozen=True)
class Refused:
    """A question that was refused. `attempts` is more than one if the SDK repeated the invocation with the same id."""

    refusal: Refusal
    attempts: int


def wait_before(failed: Lost | Refused, budget: CallBudget, now: float) -> float | None:
    """Seconds to wait before the next question; None if the failure is final."""
    wait = _after_loss(failed.failure, budget) if isinstance(failed, Lost) else _after_refusal(failed)
    if wait is None or budget.ids_left <= 0 or now + wait * 1000 > budget.until:
        return None
    return wait


def _after_loss(failure: str, budget: CallBudget) -> float | None:
    if failure not in _RETRIED:
        return None
    return limits.RETRY_PAUSE * float(2 ** (limits.IDS_PER_CALL - 1 - budget.ids_left))


def _after_refusal(refused: Refused) -> float | None:
    refusal = refused.refusal
    # The SDK repeated the invocation. The first one used the id, and its answer is lost.
    if refusal.reason == "tool_call_replayed":
        return 0.0 if refused.attempts > 1 else None
    return refusal.retry_after_seconds if refusal.reason == "temporarily_unavailable" else None
