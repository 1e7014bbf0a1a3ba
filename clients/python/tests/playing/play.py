"""Does what a case asks for, and reports what came of it."""

import base64
import json
import logging
import os
import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from mcp.shared.exceptions import MCPError

from connections_client import (
    About,
    Injector,
    InjectRequest,
    Operation,
    ProcessTarget,
    Refusal,
    RequestBinding,
    RequestTarget,
    SessionTarget,
    StateKey,
    System,
    injected_env,
    injected_env_async,
    is_rejected_by_notion,
    is_rejected_by_provider,
    mint_request_state,
    not_connected_answer,
    verify_request_state,
)

from .doors import Door, Reply, Sender
from .show import error_json, injection_json, listed_json, shown_by, status_json

Json = dict[str, Any]

_SESSION = boto3.session.Session(region_name="local")
"""Which keeps what it has read of AWS's API."""


@dataclass
class Playing:
    """One case, at one door."""

    start: Json
    door: Door
    results: list[Json] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    envs: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.call: Json = self.start["call"]
        self.options: Json = self.call.get("options") or {}
        self._faster = self.start.get("faster") or 1
        self._began = time.time()
        self._slept = 0.0

    def play(self) -> Json:
        """The report."""
        with _all_logs() as logs, _variables(self.call.get("environment"), self.call["do"]):
            self.injector = self._injector()
            getattr(self, f"_{self.call['do']}")()
            self.injector.close()
        return {
            "results": self.results,
            "logs": "\n".join([*logs, *self.shown]),
            "waits": [round(wait * 1000) for wait in self.waits],
            "leaks": len(self.leaks),
            "envs": self.envs,
        }

    def _injector(self) -> Injector:
        client = _SESSION.client(
            "lambda",
            region_name="local",
            endpoint_url=self.start["lambda"],
            aws_access_key_id="any",
            aws_secret_access_key="any",
            config=Config(
                retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=16.5, proxies={}
            ),
        )
        system = System(
            now=self._now,
            sleep=self._sleep,
            sleep_async=self._sleep_async,
            patience=lambda seconds: seconds / self._faster,
            environment=lambda: self.call.get("environment") or {},
        )
        return Injector(
            self.start["functionName"], client=client, caller=self.start["callerToken"], system=system
        )

    def _now(self) -> float:
        return (self._began + (time.time() - self._began) * self._faster + self._slept) * 1000

    def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._slept += seconds

    async def _sleep_async(self, seconds: float) -> None:
        self._sleep(seconds)

    def _noted(self, doing: Callable[[], Any]) -> None:
        try:
            self.results.append(doing())
        except Exception as error:
            own = self.door.own_error(error)
            self.results.append(error_json(own, without_libraries=self.door.is_auth))

    def _asked(self, doing: Callable[[], Any], as_json: Callable[[Any], Any]) -> None:
        def value() -> Json:
            found = doing()
            self.shown += [shown_by(found), repr(pickle.dumps(found))]
            return {"value": as_json(found)}

        self._noted(value)

    def _inject(self) -> None:
        asked: Json = self.call["request"]
        operation = asked["operation"]
        about = About(
            asked.get("rejectedGeneration"),
            asked.get("challengedGeneration"),
            asked.get("challengedScopes"),
        )
        request = InjectRequest(
            asked.get("workspaceId", self.start["workspaceId"]),
            Operation(operation["server"], operation.get("tool"), operation.get("host")),
            asked.get("connectionId"),
            asked.get("scopes"),
            about,
            asked.get("trial") is True,
        )
        for _ in range(self.call.get("times") or 1):
            self._asked(self.door.of_injector(self.injector, "inject", request), injection_json)

    def _check(self) -> None:
        ask = self.door.of_injector(self.injector, "check", self.start["workspaceId"], self.call["servers"])
        self._asked(ask, lambda statuses: [status_json(status) for status in statuses])

    def _servers(self) -> None:
        ask = self.door.of_injector(self.injector, "servers", self.start["workspaceId"])
        self._asked(ask, lambda servers: [listed_json(server) for server in servers])

    def _send(self) -> None:
        options = self.options
        target = RequestTarget(
            **self._target(),
            **self._http(),
            discovery=options.get("discovery") is True,
            refusals=options.get("refusals", "throw"),
            state_key=_bytes(options.get("stateKey")),
        )
        with self.door.clients(target) as sender:
            if self.call.get("together"):
                self._send_together(sender, self.call["requests"])
            else:
                self._send_all(sender, self.call["requests"])
            self.shown += [shown_by(target, sender.client), repr(vars(sender.client))]

    def _send_all(self, sender: Sender, requests: list[Json]) -> None:
        for request in requests:
            self._noted(lambda request=request: self._sent(sender, request))  # type: ignore[misc]

    def _send_together(self, sender: Sender, requests: list[Json]) -> None:
        for reply in sender.send_together([_as_sent(request) for request in requests]):
            if isinstance(reply, Exception):
                self.results.append(error_json(reply, without_libraries=self.door.is_auth))
            else:
                self.results.append({"response": _reply_json(reply)})

    def _sent(self, sender: Sender, request: Json) -> Json:
        body = request.get("body")
        if request.get("withState"):
            body = self._with_state(body)
        headers = [(name, value) for name, value in request["headers"]]
        reply = sender.send(request["method"], request["url"], headers, body, request.get("follow") is True)
        self.shown.append(reply.shown)
        return {"response": _reply_json(reply)}

    def _with_state(self, body: str | None) -> str:
        before = json.loads(base64.b64decode(self.results[-1]["response"]["body"]))
        message = json.loads(body or "null")
        message["params"]["requestState"] = before["result"]["requestState"]
        return json.dumps(message)

    def _session(self) -> None:
        target = SessionTarget(
            **self._target(), **self._http(), url=self.call["url"], tool=self.call["tool"]
        )
        try:
            opening = self.door.session(target)
            sender, close = opening.__enter__()
        except Exception as error:
            self.results.append(error_json(error))
            return
        self._send_all(sender, self.call["requests"])
        close()
        self._send_all(sender, self.call.get("afterwards") or [])
        opening.__exit__(None, None, None)

    def _process(self) -> None:
        target = ProcessTarget(
            **self._target(),
            tool=self.call["tool"],
            arguments=self.options.get("arguments"),
            inherit=self.options.get("inherit") or (),
            variables=self.options.get("variables") or {},
        )
        outcomes = iter(self.call["outcomes"])

        def use(env: dict[str, str]) -> Any:
            self.envs.append(dict(env))
            outcome = next(outcomes)
            if "thrown" in outcome:
                raise MCPError(**outcome["thrown"])
            return outcome["result"]

        async def use_async(env: dict[str, str]) -> Any:
            return use(env)

        def run() -> Any:
            if self.door.is_async:
                return self.door.in_loop(injected_env_async(target, use_async))
            return injected_env(target, use)

        def value() -> Json:
            try:
                return {"value": run()}
            except MCPError as thrown:
                members = {name: each for name, each in thrown.error.model_dump().items() if each is not None}
                return {"value": {"thrown": members}}

        self._noted(value)

    def _not_connected_answer(self) -> None:
        given: Json = self.call["input"]
        state = given.get("state")
        found = not_connected_answer(
            _refusal(given["refusal"]),
            given["era"],
            client_capabilities=given.get("clientCapabilities"),
            state=None if state is None else (_key(state), _binding(state)),
            input_responses=given.get("inputResponses"),
            elicitation_id=given.get("elicitationId"),
        )
        member = "error" if found.kind == "error" else "result"
        self.results.append({"value": {"kind": found.kind, member: found.value}})

    def _mint_request_state(self) -> None:
        self._noted(lambda: {"value": mint_request_state(_key(self.call), _binding(self.call["binding"]))})

    def _verify_request_state(self) -> None:
        found = verify_request_state(_key(self.call), self.call["state"], _binding(self.call["binding"]))
        members = {"valid": found.valid, "issuedAt": found.issued_at, "reason": found.reason}
        self.results.append({"value": {name: each for name, each in members.items() if each is not None}})

    def _target(self) -> Json:
        options = self.options
        judges = {"provider": is_rejected_by_provider, "notion": is_rejected_by_notion}
        repeatable = set(options.get("repeatable") or ())
        return {
            "injector": self.injector,
            "workspace_id": self.start["workspaceId"],
            "server": self.start["server"],
            "connection_id": options.get("connectionId"),
            "scopes": options.get("scopes"),
            "is_rejected": judges[options.get("isRejected", "provider")],
            "is_safe_to_repeat": lambda tool: tool in repeatable,
            "on_leak": self.leaks.append,
        }

    def _http(self) -> Json:
        options = self.options
        said = {
            "headers": options.get("headers"),
            "plain_http_hosts": options.get("plainHttpHosts"),
            "max_response_bytes": options.get("maxResponseBytes"),
            "response_timeout": options.get("responseSeconds"),
        }
        return {name: value for name, value in said.items() if value is not None}


def _as_sent(request: Json) -> tuple[str, str, list[tuple[str, str]], str | None]:
    return request["method"], request["url"], [tuple(pair) for pair in request["headers"]], request.get("body")


def _reply_json(reply: Reply) -> Json:
    body = base64.b64encode(reply.body).decode()
    return {"status": reply.status, "headers": reply.headers, "body": body, "url": reply.url}


def _refusal(said: Json) -> Refusal:
    scopes = said.get("missingScopes")
    return Refusal(
        said["reason"],
        said["message"],
        said.get("connectUrl"),
        None if scopes is None else tuple(scopes),
        said.get("retryAfterSeconds"),
    )


def _key(said: Json) -> StateKey:
    now = said.get("now")
    key = _bytes(said["key"]) or b""
    return StateKey(key) if now is None else StateKey(key, lambda: now)


def _binding(said: Json) -> RequestBinding:
    return RequestBinding(said["workspaceId"], said["subject"], said["server"], said["method"], said["params"])


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)


@contextmanager
def _all_logs() -> Iterator[list[str]]:
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    root = logging.getLogger()
    handler, before = Keep(), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


@contextmanager
def _variables(added: dict[str, str] | None, do: str) -> Iterator[None]:
    before = dict(os.environ)
    if do != "process":
        os.environ.update(added or {})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
