"""Whether an answer says that the provider refused the token, as the runtime's predicate has it (T236). Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from ..rejection import AnsweredCall, error_in

IsRejected = Callable[[Mapping[str, Any], AnsweredCall], bool]
"""Decides for an answer. One that has the attribute `judges_successes` is asked about results without `isError` too."""

__all__ = ["AnsweredCall", "IsRejected", "error_in", "is_refused"]


def is_refused(judge: IsRejected, answer: Mapping[str, Any], call: AnsweredCall) -> bool:
    """What the predicate says. One that raises has not said so."""
    is_asked = error_in(answer) is not None or getattr(judge, "judges_successes", False) is True
    try:
        return is_asked and judge(answer, call) is True
    except Exception:
        return False
