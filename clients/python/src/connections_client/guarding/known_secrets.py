"""The secrets that one client or session has sent. A server may repeat a token of an earlier attempt or call."""

from collections.abc import Callable

from ..contract.messages import Injection
from ..errors import ResponseRefused
from ..scrub import AnswerSecrets, KnownSecrets, Refused, SearchBudget, scrub_text

__all__ = ["AnswerSecrets", "KnownSecrets", "add_secrets_of", "scrubbed"]


def add_secrets_of(injection: Injection | None, known: KnownSecrets) -> AnswerSecrets:
    """Before the request is sent. What its answer is to be searched for, even if the client knows newer secrets by then."""
    if injection is None:
        return AnswerSecrets(known)
    parts = {"headers": injection.headers, "query": injection.query, "env": injection.env}
    values: dict[str, object] = {name: dict(part) for name, part in parts.items() if part is not None}
    if injection.secrets is not None:
        values["secrets"] = list(injection.secrets)
    return AnswerSecrets(known, values)


def scrubbed(
    text: str,
    secrets: AnswerSecrets,
    on_found: Callable[[], None],
    *,
    is_name: bool = False,
    budget: SearchBudget | None = None,
) -> str:
    """The text without the secrets.

    :param is_name: Of a header, which may be in any case.
    :param budget: Of all texts that are searched in one piece.
    :raises ResponseRefused: `unsearchable`
    """
    clean: str | None = None
    try:
        clean = scrub_text(text, secrets.caseless_patterns if is_name else secrets, budget)
    except Refused:
        clean = None
    if clean is None:
        raise ResponseRefused("unsearchable")
    if clean != text:
        on_found()
    return clean
