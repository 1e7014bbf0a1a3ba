"""T142, T214, T217: a request whose parts are replaced on its way leaves with its token for the checked address, or not at all.

Covers src/connections_client/http/departure.py, src/connections_client/http/shielded_request.py.
"""

from collections.abc import Callable
from typing import Any

import httpx
import httpx2
import pytest
from playing.posting import client_of, posted
from playing.recorder import Lambda, Recorder, target_for

from connections_client import CallNotMade

pytestmark = [
    pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"]),
    pytest.mark.parametrize("is_auth", [True, False], ids=["auth", "factory"]),
    pytest.mark.parametrize("is_async", [True, False], ids=["async", "sync"]),
    pytest.mark.parametrize("placement", ["headers", "query"]),
]
TOKEN = "canary-token-of-ada"
Change = Callable[[Any, Any], Any]
"""Gets the library and the request, and returns what the transport gets."""


@pytest.fixture
def change(library: Any, is_async: bool, monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Wraps the library's transport, as instrumentation does."""
    transport = library.AsyncHTTPTransport if is_async else library.HTTPTransport
    name = "handle_async_request" if is_async else "handle_request"
    handle = getattr(transport, name)

    def wrap(change: Change) -> None:
        monkeypatch.setattr(transport, name, lambda self, request: handle(self, change(library, request)))

    return wrap


def _sent(recorder: Recorder, placement: str) -> list[bool]:
    """Of each request that has arrived, whether its token has."""
    return [TOKEN in (path if placement == "query" else str(headers)) for path, headers, _ in recorder.requests]


def _rebuilt_headers(library: Any, request: Any) -> Any:
    request.headers = library.Headers({**request.headers, "traceparent": "00-1-2-01"})
    return request


def _appended_header(library: Any, request: Any) -> Any:
    request.headers["traceparent"] = "00-1-2-01"
    request.headers["X-Mcp-Secret-Demo"] = "other"
    return request


def _list_of_headers(library: Any, request: Any) -> Any:
    request.headers = [*request.headers.multi_items(), ("traceparent", "00-1-2-01")]
    return request


def _same_url(library: Any, request: Any) -> Any:
    request.url = library.URL(str(request.url))
    request.headers = _rebuilt_headers(library, request).headers
    return request


@pytest.mark.parametrize("how", [_rebuilt_headers, _appended_header, _list_of_headers, _same_url])
def test_it_leaves_with_its_token(
    change: Any, library: Any, is_auth: bool, is_async: bool, placement: str, how: Change
) -> None:
    shown: list[str] = []

    def changed(library: Any, request: Any) -> Any:
        result = how(library, request)
        headers = library.Headers(result.headers)
        shown.extend([repr(result), repr(headers.raw), str(dict(result.headers)), str(result.url), str(vars(result))])
        return result

    change(changed)
    with Recorder() as recorder:
        client = client_of(library, target_for(Lambda(recorder.host, placement), caller="ada"), is_auth, is_async)
        assert posted(client, recorder.url).status_code == 200
        [(_, headers, _)] = recorder.requests
        assert _sent(recorder, placement) == [True]
        assert headers.get("traceparent", "00-1-2-01") == "00-1-2-01"
        assert "connections-token" not in str(headers)
    assert shown and [each for each in shown if TOKEN in each] == []


def _copy(library: Any, request: Any) -> Any:
    return library.Request(
        request.method, request.url, headers=request.headers, stream=request.stream, extensions=request.extensions
    )


def _copy_of_body_alone(library: Any, request: Any) -> Any:
    return library.Request(request.method, request.url, headers=request.headers, content=request.content)


def _copy_of_texts(library: Any, request: Any) -> Any:
    headers = {name: value for name, value in request.headers.items() if name == "content-type"}
    extensions = dict(request.extensions)
    return library.Request(
        request.method, str(request.url), headers=headers, content=request.read(), extensions=extensions
    )


@pytest.mark.parametrize("how", [_copy, _copy_of_body_alone, _copy_of_texts])
def test_a_copy_does_not_leave(
    change: Any, library: Any, is_auth: bool, is_async: bool, placement: str, how: Change
) -> None:
    change(how)
    with Recorder() as recorder:
        client = client_of(library, target_for(Lambda(recorder.host, placement), caller="ada"), is_auth, is_async)
        with pytest.raises(Exception) as refused:
            posted(client, recorder.url)
        assert recorder.requests == []
        assert TOKEN not in str(refused.value)
        if how is not _copy_of_body_alone:
            assert isinstance(refused.value, CallNotMade)
            assert refused.value.code == "http_library_unknown"


def _another_path(library: Any, request: Any) -> Any:
    request.url = request.url.copy_with(path="/admin")
    return request


def _another_host(library: Any, request: Any) -> Any:
    request.url = request.url.copy_with(host="localhost")
    return request


def _target(library: Any, request: Any) -> Any:
    request.extensions["target"] = b"/admin"
    return request


def _replaced_extensions(library: Any, request: Any) -> Any:
    request.extensions = {"sni_hostname": "elsewhere.example"}
    return request


@pytest.mark.parametrize("how", [_another_path, _another_host, _target, _replaced_extensions])
def test_its_address_does_not_change(
    change: Any, library: Any, is_auth: bool, is_async: bool, placement: str, how: Change
) -> None:
    change(how)
    with Recorder() as recorder:
        client = client_of(library, target_for(Lambda(recorder.host, placement), caller="ada"), is_auth, is_async)
        with pytest.raises(CallNotMade) as refused:
            posted(client, recorder.url)
        assert (refused.value.code, recorder.requests) == ("address_refused", [])


def test_a_later_trace_sees_nothing(
    change: Any, library: Any, is_auth: bool, is_async: bool, placement: str
) -> None:
    seen: list[Any] = []

    def traced(library: Any, request: Any) -> Any:
        request.extensions["trace"] = lambda *event: seen.append(event)
        return request

    change(traced)
    with Recorder() as recorder:
        client = client_of(library, target_for(Lambda(recorder.host, placement), caller="ada"), is_auth, is_async)
        assert posted(client, recorder.url).status_code == 200
        assert (_sent(recorder, placement), seen) == ([True], [])


def test_a_transport_that_is_not_of_the_library(
    library: Any, is_auth: bool, is_async: bool, placement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sends without a trace, so that only its answer can be refused."""
    transport = library.AsyncHTTPTransport if is_async else library.HTTPTransport
    name = "handle_async_request" if is_async else "handle_request"
    reads: list[bool] = [True, False]

    def answer(request: Any) -> Any:
        if reads.pop(0):
            parts = [value for _, value in request.headers.raw] if placement == "headers" else [request.url.raw_path]
            assert any(TOKEN.encode() in part for part in parts)
            assert request.headers.raw and request.url.raw_path
        return library.Response(200, json={"jsonrpc": "2.0", "id": 1, "result": {}})

    async def answer_async(self: Any, request: Any) -> Any:
        return answer(request)

    monkeypatch.setattr(transport, name, answer_async if is_async else lambda self, request: answer(request))
    target = target_for(Lambda("127.0.0.1", placement), caller="ada")
    assert posted(client_of(library, target, is_auth, is_async), "http://127.0.0.1/mcp").status_code == 200
    with pytest.raises(CallNotMade) as refused:
        posted(client_of(library, target, is_auth, is_async), "http://127.0.0.1/mcp")
    assert (refused.value.code, reads) == ("http_library_unknown", [])
