"""T151, T153, T216: what the HTTP library keeps and shows of an answer has no token, also of one before the last.

Covers src/connections_client/http/arrival.py, src/connections_client/http/trace.py, src/connections_client/http/auth.py.
"""

import io
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx
import httpx2
import pytest
from playing.posting import client_of, posted
from playing.recorder import Lambda, Recorder, Reply, echo, target_for

LIBRARIES = pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
DOORS = pytest.mark.parametrize("is_auth", [True, False], ids=["auth", "factory"])
WAYS = pytest.mark.parametrize("is_async", [True, False], ids=["async", "sync"])


class Newer(Lambda):
    """Each injection has another token."""

    def invoke(self, **invocation: Any) -> Any:
        answer = super().invoke(**invocation)
        message = json.loads(answer["Payload"].read())
        token = f"canary-token-number-{len(self.asked)}"
        message["context"] |= {"generation": len(self.asked), "secrets": [token]}
        message["context"]["headers"] = {"X-Mcp-Secret-Demo": token}
        return {**answer, "Payload": io.BytesIO(json.dumps(message).encode())}


def _echo_all(status: Callable[[dict[str, str]], int]) -> Callable[[dict[str, str], Any], Reply]:
    def reply(headers: dict[str, str], body: Any) -> Reply:
        said = echo(headers, body)
        token = headers["x-mcp-secret-demo"]
        cookies = {"set-cookie": f"a={token}; Path=/", "www-authenticate": f'Bearer error="{token}"', "x-of-it": "1"}
        return Reply(said.text, {**said.headers, **cookies}, status(headers), said.reason)

    return reply


def _first_is_401(headers: dict[str, str]) -> int:
    return 401 if headers["x-mcp-secret-demo"].endswith("-1") else 200


def _shown(response: Any) -> str:
    parts = [response.headers, response.headers.raw, response.reason_phrase, response.extensions, response.content]
    return " ".join(repr(each) for each in (*parts, dict(response.cookies), vars(response)))


@LIBRARIES
@DOORS
@WAYS
def test_an_answer_before_the_last(library: Any, is_auth: bool, is_async: bool) -> None:
    with Recorder(_echo_all(_first_is_401)) as recorder:
        target = target_for(Newer(recorder.host), caller="ada", is_safe_to_repeat=lambda tool: True)
        response = posted(client_of(library, target, is_auth, is_async), recorder.url)
    assert (len(recorder.requests), response.status_code) == (2, 200)
    assert [each.status_code for each in response.history] == ([401] if is_auth else [])
    for each in (response, *response.history):
        assert "canary" not in _shown(each)
        assert each.headers["x-of-it"] == "1" and each.headers["x-echo"] == "[removed]"


@LIBRARIES
@DOORS
@WAYS
def test_cookies_and_hooks(library: Any, is_auth: bool, is_async: bool) -> None:
    """What the client itself has seen before."""
    seen: list[str] = []

    def hook(response: Any) -> None:
        seen.append(f"{dict(response.headers)} {response.headers.raw}")

    async def hook_async(response: Any) -> None:
        hook(response)

    with Recorder(_echo_all(lambda headers: 200)) as recorder:
        client = client_of(library, target_for(Lambda(recorder.host), caller="ada"), is_auth, is_async)
        client.event_hooks = {"response": [hook_async if is_async else hook]}
        assert posted(client, recorder.url).json()["result"]["content"][0]["text"] == "I got [removed]"
    assert dict(client.cookies) == {}
    assert len(seen) == 1 and "x-of-it" in seen[0]
    assert "canary" not in seen[0] and "set-cookie" not in seen[0]


@LIBRARIES
@DOORS
@WAYS
def test_a_cookie_of_the_jar_is_not_sent(library: Any, is_auth: bool, is_async: bool) -> None:
    """It could be another caller's, whom the server would take this caller for (T148)."""
    with Recorder() as recorder:
        client = client_of(library, target_for(Lambda(recorder.host), caller="ada"), is_auth, is_async)
        client.cookies.set("session", "of-bob")
        posted(client, recorder.url)
        [(_, headers, _)] = recorder.requests
        assert "cookie" not in headers and "of-bob" not in str(headers)


@LIBRARIES
@WAYS
def test_what_is_told(library: Any, is_async: bool) -> None:
    """Cleaning the headers early hides neither a leak nor a challenge from this package."""
    leaks: list[str] = []
    with Recorder(lambda headers, body: Reply(headers={"x-echo": headers["x-mcp-secret-demo"]})) as recorder:
        target = target_for(Lambda(recorder.host), caller="ada", on_leak=leaks.append)
        posted(client_of(library, target, True, is_async), recorder.url)
        posted(client_of(library, target, False, is_async), recorder.url)
    assert leaks == ["notes", "notes"]


@LIBRARIES
def test_a_transport_that_is_not_of_the_library(
    library: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its answers are searched too, when this package gets them."""
    caplog.set_level(logging.DEBUG)

    def answer(self: Any, request: Any) -> Any:
        token = next(value for name, value in request.headers.raw if name.lower() == b"x-mcp-secret-demo")
        return library.Response(200, headers=[(b"x-echo", bytes(token))], content=b"{}")

    monkeypatch.setattr(library.HTTPTransport, "handle_request", answer)
    for is_auth in (True, False):
        target = target_for(Lambda("127.0.0.1"), caller="ada")
        response = posted(client_of(library, target, is_auth, False), "http://127.0.0.1/mcp")
        assert response.headers["x-echo"] == "[removed]"
        assert "canary" not in _shown(response) + caplog.text
