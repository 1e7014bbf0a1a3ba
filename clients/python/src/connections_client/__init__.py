"""`connections-client`: gets a token, sends it with one tool call, and discards it."""

from .asking.injector import Injector
from .asking.questions import About, InjectRequest, Operation
from .asking.retry_rule import CallBudget
from .contract.messages import Injection, ListedServer, Refusal, ServerStatus
from .errors import (
    CallNotMade,
    ConnectionsError,
    InjectorUnreachable,
    NotInjected,
    ResponseRefused,
    ServerUnreachable,
)
from .exchange.options import RequestTarget
from .forms.injected_env import ProcessTarget, injected_env, injected_env_async
from .forms.session import SessionTarget
from .guarding.caller import caller_token
from .refusing.not_connected_answer import NotConnectedAnswer, connect_action, not_connected_answer
from .refusing.refusal_in import refusal_in
from .refusing.repeatable_tools import repeatable_tools
from .refusing.request_state import (
    RequestBinding,
    StateKey,
    VerifiedState,
    mint_request_state,
    verify_request_state,
)
from .rejection import AnsweredCall, is_rejected_by_notion, is_rejected_by_provider
from .system import System

__all__ = [
    *("About", "AnsweredCall", "CallBudget", "CallNotMade", "ConnectionsAuth", "ConnectionsError", "HttpSettings"),
    *("InjectRequest", "Injection", "Injector", "InjectorUnreachable", "ListedServer", "NotConnectedAnswer"),
    *("NotInjected", "Operation", "ProcessTarget", "Refusal", "RequestBinding", "RequestTarget", "ResponseRefused"),
    *("ServerStatus", "ServerUnreachable", "SessionTarget", "StateKey", "System", "VerifiedState", "caller_token"),
    *("connect_action", "connections_http_client", "injected_env", "injected_env_async", "is_rejected_by_notion"),
    *("is_rejected_by_provider", "mint_request_state", "not_connected_answer", "refusal_in", "repeatable_tools"),
    *("verify_request_state", "with_session"),
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .forms.with_session import with_session
    from .http.auth import ConnectionsAuth
    from .http.client_factory import HttpSettings, connections_http_client

_OF_HTTP = {
    "ConnectionsAuth": "http.auth",
    "HttpSettings": "http.client_factory",
    "connections_http_client": "http.client_factory",
    "with_session": "forms.with_session",
}


def __getattr__(name: str) -> object:
    """What needs an HTTP library is loaded when it is used, since neither httpx nor httpx2 has to be there."""
    from importlib import import_module

    if name not in _OF_HTTP:
        raise AttributeError(name)
    return getattr(import_module(f".{_OF_HTTP[name]}", __name__), name)
