"""Checks a refusal against the contract: None if one of its fields is not valid."""

from .addresses import is_own_page
from .messages import REFUSAL_REASONS, Refusal
from .shapes import Fields, is_fields, is_list_of, is_seconds, is_text, listed


def refusal_of(answer: Fields) -> Refusal | None:
    """The refusal of a whole question."""
    context = answer.get("context")
    return judge_refusal(context) if answer.get("isAuthorized") is False and is_fields(context) else None


def judge_refusal(context: Fields) -> Refusal | None:
    """A refusal on its own."""
    reason, message = context.get("reason"), context.get("message")
    if not isinstance(reason, str) or reason not in REFUSAL_REASONS or not is_text(message):
        return None
    page = context.get("connectUrl")
    if "connectUrl" in context and not (is_text(page) and is_own_page(page)):
        return None
    if "missingScopes" in context and not is_list_of(context["missingScopes"], is_text):
        return None
    if "retryAfterSeconds" in context and not is_seconds(context["retryAfterSeconds"]):
        return None
    return Refusal(reason, message, page, listed(context, "missingScopes"), context.get("retryAfterSeconds"))
