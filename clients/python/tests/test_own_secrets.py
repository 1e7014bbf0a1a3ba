"""T151, T216: an answer is searched for the token of its own request, however many other calls were made meanwhile.

Covers src/connections_client/scrub/answer_secrets.py, src/connections_client/exchange/send_request.py,
src/connections_client/forms/injected_env.py, src/connections_client/forms/session.py.
"""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import httpx
import httpx2
import pytest
from playing.recorder import Lambda, Recorder, Reply, call, echo, target_for

from connections_client import (
    ConnectionsAuth,
    HttpSettings,
    Injector,
    ProcessTarget,
    SessionTarget,
    caller_token,
    connections_http_client,
    injected_env,
    with_session,
)

OTHERS = 20
"""More than a client knows secrets."""


@pytest.mark.parametrize("is_auth", [True, False])
@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_a_slow_answer(library: Any, is_auth: bool) -> None:
    has_arrived, may_answer, leaks = Event(), Event(), list[str]()

    def reply(headers: dict[str, str], body: Any) -> Reply:
        if body["id"] == 0:
            has_arrived.set()
            may_answer.wait(30)
        return echo(headers, body)

    with Recorder(reply) as recorder:
        target = target_for(Lambda(recorder.host), on_leak=leaks.append)
        client = (
            library.Client(auth=ConnectionsAuth(target), trust_env=False, timeout=60)
            if is_auth
            else connections_http_client(target, HttpSettings(library=library.__name__)).sync_client()
        )

        def one(number: int) -> Any:
            with caller_token(f"person-{number}"):
                return client.post(recorder.url, json=call(number))

        with client, ThreadPoolExecutor(1) as thread:
            slow = thread.submit(one, 0)
            assert has_arrived.wait(30)
            answers = [one(number) for number in range(1, OTHERS + 1)]
            may_answer.set()
            answers.append(slow.result())
        shown = [f"{each.text} {each.headers!r} {each.reason_phrase}" for each in answers]
        assert [each for each in shown if "canary" in each or each.count("[removed]") != 3] == []
        assert leaks == ["notes"] * (OTHERS + 1)


TOKENS = [f"canary-number-{number}-of-one-injection" for number in range(OTHERS)]


class Many(Lambda):
    """One injection with more secrets than a client knows."""

    def invoke(self, **invocation: Any) -> Any:
        answer = super().invoke(**invocation)
        message = json.loads(answer["Payload"].read())
        message["context"] |= {"secrets": TOKENS, **self.more}
        return {**answer, "Payload": io.BytesIO(json.dumps(message).encode())}

    more: dict[str, Any]


def test_a_process() -> None:
    leaks: list[str] = []
    injecting = Many("")
    injecting.more = {"binding": "process", "headers": {}, "env": {"NOTES_TOKEN": TOKENS[0]}, "allowedHosts": []}
    target = ProcessTarget(Injector("i", client=injecting), "acme", "notes", tool="t", on_leak=leaks.append)
    result = injected_env(target, lambda env: {"content": [env["NOTES_TOKEN"], *TOKENS]})
    assert result == {"content": ["[removed]"] * (OTHERS + 1)}
    assert leaks == ["notes"]


def test_a_session() -> None:
    leaks: list[str] = []
    with Recorder(lambda headers, body: Reply(" ".join(TOKENS))) as recorder:
        injecting = Many(recorder.host)
        injecting.more = {"binding": "session"}
        injector = Injector("i", client=injecting)
        target = SessionTarget(injector, "acme", "notes", url=recorder.url, tool="t", on_leak=leaks.append)
        hosts = {"plain_http_hosts": [recorder.host]}
        with with_session(SessionTarget(**{**vars(target), **hosts})) as factory, factory() as client:
            answer = client.post(recorder.url, json=call(1)).json()
        assert answer["result"]["content"][0]["text"] == " ".join(["[removed]"] * OTHERS)
        assert leaks == ["notes"]
