"""A refusal as a JSON-RPC answer of the version that the request is of, for whoever made the request. Pure."""

from dataclasses import dataclass
from typing import Any, Final

from ..contract.addresses import is_own_page
from ..contract.messages import Refusal
from ..exchange.asked_for import params_of, request_in
from .not_connected_answer import NotConnectedAnswer, not_connected_answer
from .request_state import RequestBinding, StateKey

REFUSED: Final = 4010
"""Outside of the range that JSON-RPC and MCP reserve (-32768 to -32000)."""
_OWN_META: Final = "io.modelcontextprotocol/"
"""The prefix of MCP's own members of `_meta` (2026-07-28, basic)."""


@dataclass(frozen=True)
class Asking:
    """How a question can be put to the person, and recognised when the call comes back."""

    client_capabilities: object = None
    """What the MCP client declared in its `initialize`."""
    key: StateKey | None = None
    """None: nobody would recognise a repeated call, so no question is put."""
    workspace_id: str = ""
    server: str = ""


def refusal_message(refusal: Refusal, message: Any, asking: Asking = Asking()) -> dict[str, Any]:
    """The answer to the message, or to the first call in a batch."""
    call = params_of(message, "tools/call")
    said = {"error": _error_of(refusal)} if call is None else _said_to_call(refusal, call, asking)
    return {"jsonrpc": "2.0", "id": request_in(message).id, **said}


def _said_to_call(refusal: Refusal, params: dict[str, Any], asking: Asking) -> dict[str, Any]:
    meta = params.get("_meta") if isinstance(params.get("_meta"), dict) else {}
    declared = meta.get(f"{_OWN_META}clientCapabilities") if meta else None
    is_modern = declared is not None or (meta or {}).get(f"{_OWN_META}protocolVersion") is not None
    answer = (
        _modern_answer(refusal, params, declared, asking)
        if is_modern
        else not_connected_answer(refusal, "legacy", client_capabilities=asking.client_capabilities)
    )
    return {"error" if answer.kind == "error" else "result": answer.value}


def _modern_answer(refusal: Refusal, params: dict[str, Any], declared: object, asking: Asking) -> NotConnectedAnswer:
    asked = {"name": params.get("name") or "", "arguments": params.get("arguments")}
    binding = RequestBinding(asking.workspace_id, "", asking.server, "tools/call", asked)
    return not_connected_answer(
        refusal,
        "modern",
        client_capabilities=declared,
        state=(asking.key, binding) if asking.key else None,
        input_responses=params.get("inputResponses"),
    )


def _error_of(refusal: Refusal) -> dict[str, Any]:
    """For other requests, which cannot be answered with a question: the address stands in the message."""
    page = refusal.connect_url
    if page is None or not is_own_page(page):
        return {"code": REFUSED, "message": refusal.message, "data": {"reason": refusal.reason}}
    data = {"reason": refusal.reason, "connectUrl": page}
    return {"code": REFUSED, "message": f"{refusal.message} Connect at {page}", "data": data}
