"""T141, T214, T217: extensions of a request do not decide where a token goes, and do not see it.

Covers src/connections_client/http/read_request.py, src/connections_client/http/native_request.py.
"""

from typing import Any

import httpx
import httpx2
import pytest
from playing.posting import client_of, posted
from playing.recorder import Lambda, Recorder, target_for

from connections_client import CallNotMade

EXTENSIONS: dict[str, Any] = {
    "target": b"/admin",
    "sni_hostname": "elsewhere.example",
    "trace": lambda name, info: None,
    "Target": b"/admin",
    "of_a_later_version": True,
}


@pytest.mark.parametrize("name", EXTENSIONS)
@pytest.mark.parametrize("is_async", [True, False])
@pytest.mark.parametrize("is_auth", [True, False])
@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_an_extension_is_refused(library: Any, is_auth: bool, is_async: bool, name: str) -> None:
    with Recorder() as recorder:
        injecting = Lambda(recorder.host)
        client = client_of(library, target_for(injecting), is_auth, is_async)
        with pytest.raises(CallNotMade) as refused:
            posted(client, recorder.url, extensions={name: EXTENSIONS[name]})
        assert (refused.value.code, recorder.requests, injecting.asked) == ("address_refused", [], [])


@pytest.mark.parametrize("is_auth", [True, False])
def test_a_timeout_is_taken(is_auth: bool) -> None:
    """Of the four times, only those that the library knows are taken."""
    timeouts = {"connect": 5, "read": 5, "write": None, "other": "x"}
    with Recorder() as recorder:
        client = client_of(httpx, target_for(Lambda(recorder.host)), is_auth, False)
        assert posted(client, recorder.url, extensions={"timeout": timeouts}).status_code == 200
        assert len(recorder.requests) == 1
