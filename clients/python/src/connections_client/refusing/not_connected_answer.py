"""Builds the answer to a `tools/call` for which there is no token, in each version of MCP.

The page to connect at is the one that the injector named; nothing about the person is added to its URL (T030).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..contract.addresses import is_own_page
from ..contract.messages import Refusal
from .request_state import RequestBinding, StateKey, mint_request_state

Era = Literal["modern", "legacy"]
"""`modern` is MCP 2026-07-28 and later; `legacy` is 2025-11-25 and older, without state and inputResponses."""


@dataclass(frozen=True)
class NotConnectedAnswer:
    """The answer to send to the MCP client.

    `input_required` is a result of 2026-07-28: the client asks the person, and repeats the call with `requestState`.
    `error` is a JSON-RPC error of 2025-11-25. `tool_result` is a result that the model reads.
    """

    kind: Literal["input_required", "error", "tool_result"]
    value: dict[str, Any]


def not_connected_answer(
    refusal: Refusal,
    era: Era,
    *,
    client_capabilities: object = None,
    state: tuple[StateKey, RequestBinding] | None = None,
    input_responses: object = None,
    elicitation_id: str | None = None,
) -> NotConnectedAnswer:
    """Builds the answer.

    An accepted elicitation means that the person agreed to open the page, not that they have connected. When the call
    is repeated, verify its `requestState` and ask the injector again.

    :param client_capabilities: What the client declared in `initialize` or in the request's `_meta`.
    :param state: Of `modern`: key and binding of `requestState`. Without it no question is put.
    :param input_responses: Of a repeated call. A person who declined is not asked again by the same call.
    """
    url = refusal.connect_url
    if url is None or not is_own_page(url):
        return _tool_result(era, refusal.message)
    can_ask = _can_open_urls(client_capabilities) and (era == "legacy" or state is not None)
    if not can_ask:
        return _tool_result(era, f"{refusal.message} Connect at {url}")
    elicitation = {"mode": "url", "url": url, "message": refusal.message}
    if era == "legacy" or state is None:
        return _legacy_answer(elicitation, elicitation_id or str(uuid.uuid4()))
    if connect_action(input_responses) in ("decline", "cancel"):
        return _tool_result("modern", f"{refusal.message} The person chose not to connect now.")
    return _modern_answer(elicitation, state)


def connect_action(input_responses: object) -> Literal["absent", "accept", "decline", "cancel"]:
    """The person's answer to the question; `absent` if they were not asked yet."""
    connect = input_responses.get("connect") if isinstance(input_responses, Mapping) else None
    action = connect.get("action") if isinstance(connect, Mapping) else None
    return action if action in ("accept", "decline", "cancel") else "absent"


def _modern_answer(elicitation: dict[str, str], state: tuple[StateKey, RequestBinding]) -> NotConnectedAnswer:
    result = {
        "resultType": "input_required",
        "inputRequests": {"connect": {"method": "elicitation/create", "params": elicitation}},
        "requestState": mint_request_state(*state),
    }
    return NotConnectedAnswer("input_required", result)


def _legacy_answer(elicitation: dict[str, str], elicitation_id: str) -> NotConnectedAnswer:
    """The version is not checked: among the older clients only those of 2025-11-25 can declare the capability."""
    data = {"elicitations": [{**elicitation, "elicitationId": elicitation_id}]}
    return NotConnectedAnswer("error", {"code": -32042, "message": elicitation["message"], "data": data})


def _tool_result(era: Era, text: str) -> NotConnectedAnswer:
    """Since 2026-07-28 a result has `resultType`."""
    result: dict[str, Any] = {"resultType": "complete"} if era == "modern" else {}
    return NotConnectedAnswer(
        "tool_result", {**result, "content": [{"type": "text", "text": text}], "isError": True}
    )


def _can_open_urls(capabilities: object) -> bool:
    """Whether the client can open URLs. An empty `elicitation` means that it supports only forms."""
    elicitation = capabilities.get("elicitation") if isinstance(capabilities, Mapping) else None
    url = elicitation.get("url") if isinstance(elicitation, Mapping) else None
    return isinstance(url, (Mapping, list))
