"""Reads which methods and which tool a JSON-RPC message requests. Pure."""

from dataclasses import dataclass
from typing import Any

from ..errors import CallNotMade


@dataclass(frozen=True)
class RequestFacts:
    """What the answer to a request is found and judged by."""

    id: Any
    """Of the `tools/call`, else of the first request. None: nothing answers this message."""
    arguments: Any


@dataclass(frozen=True)
class AskedFor:
    """The part of a message on which an injection depends."""

    tool: str | None
    methods: tuple[str, ...]


def request_in(message: Any) -> RequestFacts:
    """Reads the facts of a message or a batch."""
    requests = [each for each in messages_of(message) if method_of(each) is not None and each.get("id") is not None]
    call = next((each for each in requests if method_of(each) == "tools/call"), None)
    request = call or (requests[0] if requests else {})
    params = request.get("params")
    given = params.get("arguments") if isinstance(params, dict) else None
    return RequestFacts(request.get("id"), params if given is None else given)


def params_of(message: Any, method: str) -> dict[str, Any] | None:
    """The `params` of the first request with this method; None if there is no such request."""
    request = next((each for each in messages_of(message) if method_of(each) == method), None)
    if request is None:
        return None
    params = request.get("params")
    return params if isinstance(params, dict) else {}


def asked_for(message: Any) -> AskedFor:
    """Reads a message or a batch (MCP 2025-03-26 and older), which may contain one `tools/call`.

    :raises CallNotMade: `batch_of_calls`, `tool_missing`
    """
    messages = messages_of(message)
    calls = [each for each in messages if method_of(each) == "tools/call"]
    if len(calls) > 1:
        raise CallNotMade("batch_of_calls")
    methods = tuple(method for method in map(method_of, messages) if method is not None)
    return AskedFor(_tool_of(calls[0]) if calls else None, methods)


def messages_of(message: Any) -> list[dict[str, Any]]:
    """The JSON objects of a message or a batch."""
    return [each for each in (message if isinstance(message, list) else [message]) if isinstance(each, dict)]


def method_of(message: Any) -> str | None:
    method = message.get("method") if isinstance(message, dict) else None
    return method if isinstance(method, str) else None


def _tool_of(call: dict[str, Any]) -> str:
    params = call.get("params")
    name = params.get("name") if isinstance(params, dict) else None
    if not isinstance(name, str) or name == "":
        raise CallNotMade("tool_missing")
    return name
