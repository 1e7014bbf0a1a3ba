"""Answers a refusal in place of the server (`refusals="answer"`), so that every framework shows the page to connect at."""

import json
from dataclasses import replace
from threading import Lock
from typing import Any, Final

from .. import limits
from ..contract.messages import Refusal
from ..exchange.asked_for import messages_of, params_of, request_in
from ..exchange.options import RequestTarget
from ..exchange.outgoing import Outgoing
from ..exchange.wire import Answer
from .refusal_message import Asking, refusal_message
from .request_state import RequestBinding, StateKey, verify_request_state

_NO_SESSION: Final = ""
_JSON: Final = (("content-type", "application/json"),)


class RefusalAnswers:
    """The answers of one client, which remembers what MCP clients declared and recognises its own questions."""

    def __init__(self, target: RequestTarget) -> None:
        system = target.injector.system
        self._key = StateKey(target.state_key or system.random_bytes(limits.REQUEST_STATE_KEY), system.now)
        self._target = target
        self._declared: dict[str, object] = {}
        self._lock = Lock()

    def note(self, outgoing: Outgoing, answer: Answer) -> None:
        """Notes the capabilities of an `initialize`, once the server has answered it."""
        params = params_of(outgoing.message, "initialize")
        if not answer.is_ok or params is None:
            return
        session = answer.header("mcp-session-id") or _NO_SESSION
        with self._lock:
            self._remember(session, params.get("capabilities") or {})

    def without_own_state(self, outgoing: Outgoing) -> Outgoing:
        """The request without the answer to a question of this client, which the server did not ask."""
        message = outgoing.message
        params = params_of(message, "tools/call") if isinstance(message, dict) else None
        if params is None:
            return outgoing
        target = self._target
        binding = RequestBinding(target.workspace_id, "", target.server, "tools/call", params)
        verified = verify_request_state(self._key, params.get("requestState"), binding)
        if not verified.valid and verified.reason != "expired":
            return outgoing
        rest = {name: value for name, value in params.items() if name not in ("requestState", "inputResponses")}
        responses = params.get("inputResponses")
        others = {n: v for n, v in responses.items() if n != "connect"} if isinstance(responses, dict) else {}
        clean = {**rest, "inputResponses": others} if others else rest
        return replace(outgoing, message={**message, "params": clean})

    def answer(self, refusal: Refusal, outgoing: Outgoing) -> Answer:
        """The response that the transport gets. `outgoing` is the request as it came."""
        # The listening GET is optional, and so is the end of a session. Notifications have no answer.
        if outgoing.method != "POST":
            return Answer(405, (), b"")
        message = outgoing.message
        declared = self._declared.get(outgoing.header("mcp-session-id") or _NO_SESSION)
        asking = Asking(declared, self._key, self._target.workspace_id, self._target.server)
        asked = [each for each in messages_of(message) if request_in(each).id is not None]
        answers = [refusal_message(refusal, each, asking) for each in asked]
        if not answers:
            return Answer(202, (), b"")
        said: Any = answers if isinstance(message, list) else answers[0]
        return Answer(200, _JSON, json.dumps(said).encode())

    def _remember(self, session: str, declared: object) -> None:
        """Without a session nobody knows which client a call is of: then what all of them declared counts."""
        is_shared = session == _NO_SESSION and session in self._declared
        differs = is_shared and self._declared[session] != declared
        self._declared.pop(session, None)
        self._declared[session] = {} if differs else declared
        if len(self._declared) > limits.SESSIONS_SEEN:
            del self._declared[next(iter(self._declared))]
