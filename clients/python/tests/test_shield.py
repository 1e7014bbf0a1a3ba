"""T214, T217: what a request with a token shows, and that a library with other details gets no token.

Covers src/connections_client/http/shielded.py, src/connections_client/http/self_check.py.
"""

import copy
import logging
import pickle
from typing import Any

import httpx
import httpx2
import pytest
from playing.recorder import Lambda, Recorder, call, target_for

from connections_client import CallNotMade, ConnectionsAuth, HttpSettings, connections_http_client
from connections_client.http import self_check
from connections_client.http.self_check import sent_of

LIBRARIES = pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
CANARY = "canary-token-of-ada"


@LIBRARIES
@pytest.mark.parametrize("placement", ["headers", "query"])
@pytest.mark.parametrize("is_auth", [True, False])
def test_nothing_is_shown(library: Any, placement: str, is_auth: bool, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    seen: list[Any] = []

    def hook(message: Any) -> None:
        seen.append(message)

    with Recorder() as recorder:
        target = target_for(Lambda(recorder.host, placement), caller="ada")
        client = (
            library.Client(auth=ConnectionsAuth(target), trust_env=False)
            if is_auth
            else connections_http_client(target, HttpSettings(library=library.__name__)).sync_client()
        )
        client.event_hooks = {"request": [hook], "response": [hook]}
        with client:
            response = client.post(recorder.url, json=call(1))
        [(path, headers, _)] = recorder.requests
        assert CANARY in (path if placement == "query" else headers["x-mcp-secret-demo"])
        request = response.request
        shown = [repr(each) for each in (*seen, request, request.url, request.headers, vars(request), target)]
        shown += [str(request.url), str(request.url.params), repr(dict(request.headers)), caplog.text]
        shown += [repr(pickle.dumps(request)), repr(sent_of(copy.deepcopy(request.headers).raw)), repr(client.__dict__)]
        shown += [repr(sent_of(library.Headers(request.headers).raw)), repr(bytes(library.URL(request.url).raw_path))]
        assert [each for each in shown if CANARY in each] == []


@LIBRARIES
def test_another_library_gets_no_token(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a version would be whose copies of headers take what the transports take."""

    def takes_all(self: Any, headers: Any = None, encoding: Any = None) -> None:
        pairs = headers.raw if isinstance(headers, library.Headers) else (headers or [])
        pairs = list(pairs.items()) if isinstance(pairs, dict) else pairs
        before(self, list(pairs), encoding)

    before = library.Headers.__init__
    self_check._fault_of.cache_clear()
    monkeypatch.setattr(library.Headers, "__init__", takes_all)
    try:
        with pytest.raises(CallNotMade) as refused:
            ConnectionsAuth(target_for(Lambda("notes.example")))
        assert refused.value.code == "http_library_unknown"
    finally:
        self_check._fault_of.cache_clear()
