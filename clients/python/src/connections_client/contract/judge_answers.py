"""Checks the injector's answers to the three questions. None: the answer is not of the contract."""

from collections.abc import Sequence
from typing import Any, TypeVar

from .judge_injection import judge_injection
from .judge_refusal import judge_refusal, refusal_of
from .messages import BINDINGS, Injection, ListedServer, Refusal, ServerStatus
from .shapes import Fields, absent, is_fields, is_list_of, is_text, is_url, listed

_Value = TypeVar("_Value")


def judge_injection_answer(answer: object) -> Injection | Refusal | None:
    """The injection or refusal in an answer to `inject`."""
    if not is_fields(answer):
        return None
    if answer.get("isAuthorized") is not True:
        return refusal_of(answer)
    context = answer.get("context")
    return judge_injection(context) if is_fields(context) else None


def judge_check_answer(answer: object, asked: Sequence[str]) -> list[ServerStatus] | Refusal | None:
    """The statuses in an answer to `check`: one for each server, in the order of the question."""
    if not is_fields(answer):
        return None
    if answer.get("isAuthorized") is False:
        return refusal_of(answer)
    statuses = answer.get("statuses")
    if not isinstance(statuses, list) or len(statuses) != len(asked):
        return None
    return _all_of([_status(status, server) for status, server in zip(statuses, asked, strict=True)])


def judge_servers_answer(answer: object) -> list[ListedServer] | Refusal | None:
    """The servers in an answer to `servers`. None also if a server is named twice."""
    if not is_fields(answer):
        return None
    if answer.get("isAuthorized") is False:
        return refusal_of(answer)
    servers = answer.get("servers")
    if not isinstance(servers, list):
        return None
    judged = _all_of([_listed_server(server) if is_fields(server) else None for server in servers])
    if judged is None or len({server.id for server in judged}) != len(judged):
        return None
    return judged


def _all_of(judged: "list[_Value | None]") -> list[_Value] | None:
    valid = [each for each in judged if each is not None]
    return valid if len(valid) == len(judged) else None


def _status(status: object, server: str) -> ServerStatus | None:
    if not is_fields(status) or status.get("server") != server:
        return None
    readiness = _readiness(status)
    return None if readiness is None else ServerStatus(server=server, **readiness)


def _readiness(status: Fields) -> dict[str, Any] | None:
    connection_id = status.get("connectionId")
    if status.get("ready") is True:
        return {"ready": True, "connection_id": connection_id} if is_text(connection_id) else None
    refusal = judge_refusal(status) if status.get("ready") is False else None
    return None if refusal is None else {"ready": False, "refusal": refusal}


def _listed_server(server: Fields) -> ListedServer | None:
    readiness = _readiness(server)
    if readiness is None or not is_text(server.get("id")) or not is_text(server.get("name")):
        return None
    if not isinstance(server.get("discovery"), bool) or server.get("binding") not in BINDINGS:
        return None
    if not absent(server, "url") and not is_url(server["url"]):
        return None
    if not absent(server, "tools") and not is_list_of(server["tools"], is_text):
        return None
    facts = {name: server[name] for name in ("id", "name", "binding", "discovery")}
    return ListedServer(**facts, **readiness, url=server.get("url"), tools=listed(server, "tools"))
