"""
Whether the provider refused the token behind an MCP server: such servers answer HTTP 200 with a JSON-RPC error, or with a result
that has `isError` (T236). Pure.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from ..scrub.utf import head, units
from .ecmascript import parse_json, write_json
from .evidence import Evidence, hosts_in, rejection_evidence
from .words import OTHER_REFUSALS

RpcAnswer = Mapping[str, object]
"""A JSON-RPC response: an error, or a result."""

_SEARCHED_CALL: Final = 256 * 1024
"""Characters of a call in which the words of an error are looked for. Of a longer call an error may quote anything."""

_NOTION_ERROR: Final = 2_000
"""Most characters of Notion's error object."""


@dataclass(frozen=True)
class AnsweredCall:
    """The call that was answered. An error may quote it."""

    tool: str | None = None
    arguments: object = None


class IsRejected(Protocol):
    """
    Decides for an answer whether the provider refused the token. One that raises has not said so. With the attribute
    `judges_successes` results without `isError` are judged too, for a server that answers a refusal as a success; the call of
    such a result is never repeated.
    """

    def __call__(self, answer: RpcAnswer, call: AnsweredCall, /) -> bool:
        """True: the provider refused the token."""
        ...


def is_refused(judge: IsRejected, answer: RpcAnswer, call: AnsweredCall) -> bool:
    """What the predicate says. It is asked about errors, and about successes if it wants to be."""
    is_asked = error_in(answer) is not None or getattr(judge, "judges_successes", False) is True
    try:
        return is_asked and judge(answer, call) is True
    except Exception:  # the predicate is the runtime's own, and may raise anything
        return False


def is_rejected_by_provider(answer: RpcAnswer, call: AnsweredCall = AnsweredCall()) -> bool:  # noqa: B008
    """
    The default. It looks only at errors, and there at signs in their usual places: the status 401, or a code or sentence of the
    common providers that stands alone (`invalid_token`, `UNAUTHENTICATED`, `Bad credentials`). A sign that the call itself
    contains does not count, since an error may quote what it was asked for. An error that says 403, 404 or 429 is none.
    """
    said = error_in(answer)
    if said is None:
        return False
    evidence = rejection_evidence(said)
    signs = [] if OTHER_REFUSALS & evidence.statuses else _signs_in(evidence)
    if not signs:
        return False
    called = _as_text([call.tool, call.arguments])
    # What is called with is not JSON, or too long to be searched: nobody knows what an error may quote of it.
    if called is None or units(called) > _SEARCHED_CALL:
        return False
    # The address of a page that the call asked for: the page refused, and not the provider.
    if evidence.hosts and evidence.hosts & hosts_in(called):
        return False
    spoken = _plain(f"{called} {_decoded(called)}")
    return any(_plain(sign) not in spoken for sign in signs)


def is_rejected_by_notion(answer: RpcAnswer, call: AnsweredCall = AnsweredCall()) -> bool:  # noqa: B008
    """
    For Notion's own server, `@notionhq/notion-mcp-server`, which answers a refusal as a success: the default, and a result that
    consists of nothing but Notion's error object. Use it for this server only, because a page that consists of such an object
    looks the same.
    """
    return is_rejected_by_provider(answer, call) or _is_notion_error(answer.get("result"))


is_rejected_by_notion.judges_successes = True  # type: ignore[attr-defined]


def error_in(answer: RpcAnswer) -> object:
    """What an answer says as an error. None: it is none."""
    error = answer.get("error")
    if isinstance(error, (Mapping, list)):
        return error
    result = answer.get("result")
    if isinstance(result, Mapping) and result.get("isError") is True:
        return {"details": [*_texts_in(result.get("content")), result.get("structuredContent")]}
    return None


def _signs_in(evidence: Evidence) -> Iterable[str]:
    """With a status that is an error of another kind, such as 400 or 500, a word alone says nothing."""
    if "401" in evidence.statuses:
        return ["401"]
    return [] if any(status[0] in "45" for status in evidence.statuses) else evidence.words


def _is_notion_error(result: object) -> bool:
    if not isinstance(result, Mapping) or "isError" in result or "structuredContent" in result:
        return False
    content = result.get("content")
    texts = _texts_in(content)
    if not isinstance(content, list) or len(content) != 1 or len(texts) != 1:
        return False
    text = texts[0]
    if head(text, _NOTION_ERROR) != text or not text.startswith("{"):
        return False
    try:
        said = parse_json(text)
    except ValueError:
        return False
    return (
        isinstance(said, dict)
        and said.get("object") == "error"
        and said.get("status") == 401
        and said.get("code") == "unauthorized"
    )


def _texts_in(content: object) -> list[str]:
    if not isinstance(content, list):
        return []
    texts = (block.get("text") for block in content[:5] if isinstance(block, Mapping))
    return [text for text in texts if isinstance(text, str)]


def _as_text(value: object) -> str | None:
    """None: it is not JSON."""
    try:
        return write_json(value)
    except (TypeError, ValueError):
        return None


_OTHERS: Final = re.compile("[^a-z0-9]+")
_ENCODED: Final = re.compile(r"%([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})", re.A | re.I)


def _plain(text: str) -> str:
    """In whatever case and spelling: in a URL, in JSON, with other marks between its words."""
    return re.sub(" +", " ", f" {_OTHERS.sub(' ', text.lower())} ")


def _decoded(text: str) -> str:
    return _ENCODED.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
