"""T216: one Auth or client serves many people at once, and each call has the token of its own caller.

Covers src/connections_client/guarding/caller.py, src/connections_client/http/auth.py.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import httpx2
import pytest
from playing.recorder import Lambda, Recorder, call, target_for

from connections_client import ConnectionsAuth, HttpSettings, caller_token, connections_http_client

CALLS = 1_000


def _wrong(recorder: Recorder) -> list[Any]:
    """Requests whose token is not that of the person whose call it is: even numbers are ada's."""
    assert len(recorder.requests) == CALLS
    return [
        body["id"]
        for _, headers, body in recorder.requests
        if headers["x-mcp-secret-demo"] != f"canary-token-of-{_person(body['id'])}"
    ]


def _person(number: int) -> str:
    return "ada" if number % 2 == 0 else "bob"


@pytest.mark.parametrize("is_auth", [True, False])
@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_tasks(library: Any, is_auth: bool) -> None:
    async def run(recorder: Recorder) -> None:
        target = target_for(Lambda(recorder.host))
        limits = library.Limits(max_connections=20)
        client = (
            library.AsyncClient(auth=ConnectionsAuth(target), trust_env=False, limits=limits, timeout=60)
            if is_auth
            else connections_http_client(target, HttpSettings(library=library.__name__))()
        )

        # The pool of httpcore takes time that grows with the square of what waits for it.
        at_once = asyncio.Semaphore(100)

        async def one(number: int) -> None:
            with caller_token(_person(number)):
                async with at_once:
                    await client.post(recorder.url, json=call(number))

        async with client:
            await asyncio.gather(*(one(number) for number in range(CALLS)))

    with Recorder() as recorder:
        asyncio.run(run(recorder))
        assert _wrong(recorder) == []


def test_threads() -> None:
    with Recorder() as recorder:
        auth = ConnectionsAuth(target_for(Lambda(recorder.host)))
        with httpx.Client(auth=auth, trust_env=False, timeout=60) as client, ThreadPoolExecutor(16) as threads:

            def one(number: int) -> None:
                with caller_token(_person(number)):
                    client.post(recorder.url, json=call(number))

            list(threads.map(one, range(CALLS)))
        assert _wrong(recorder) == []


def test_a_task_that_was_started_earlier_is_nobodys() -> None:
    async def run(recorder: Recorder, injecting: Lambda) -> None:
        begin = asyncio.Event()
        async with connections_http_client(target_for(injecting))() as client:

            async def earlier() -> None:
                await begin.wait()
                await client.post(recorder.url, json=call(1))

            task = asyncio.create_task(earlier())
            with caller_token("ada"):
                begin.set()
                await task

    with Recorder() as recorder:
        injecting = Lambda(recorder.host)
        asyncio.run(run(recorder, injecting))
        assert ["callerToken" in question for question in injecting.asked] == [False]


def test_a_function_is_asked_for_each_call() -> None:
    people = iter(["ada", "bob"])
    with Recorder() as recorder:
        injecting = Lambda(recorder.host)
        target = target_for(injecting, caller=lambda: next(people))
        with connections_http_client(target).sync_client() as client:
            client.post(recorder.url, json=call(1))
            client.post(recorder.url, json=call(2))
        assert [question["callerToken"] for question in injecting.asked] == ["ada", "bob"]
