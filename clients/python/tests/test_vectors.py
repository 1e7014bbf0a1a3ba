"""Covers src/connections_client: each case of clients/vectors, at each door that can play it.

`CONNECTIONS_VECTORS` names another folder of vectors. `DOORS` is a part of the names of
the doors that alone are tried, such as `httpx2`.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playing.doors import DOORS, Door
from playing.play import Playing
from playing.stub import Stub

_BEYOND_AN_AUTH = {
    "An answer that never comes is refused after the time of the runtime": "the client's own timeout ends it",
    "A token in the text of the status is removed": "the client has logged the text before",
}
"""What an Auth cannot do within a client of somebody else. The README lists it."""

_TRIED = [door for door in DOORS if os.environ.get("DOORS", "") in door.name]
_OF_ALL_DOORS = ("send",)
_OF_FACTORIES = ("session", "process", "inject", "check", "servers")


@pytest.fixture(scope="session")
def stub() -> Iterator[Stub]:
    with Stub() as started:
        yield started


def _cases() -> list[Any]:
    with Stub() as started:
        return [
            pytest.param(case["name"], door, id=f"{case['name']} [{door.name}]")
            for case in started.cases()
            for door in _doors_for(case["do"])
        ]


def _doors_for(do: str) -> list[Door]:
    if do in _OF_ALL_DOORS:
        return _TRIED
    return [door for door in _TRIED if not door.is_auth] if do in _OF_FACTORIES else _TRIED[:1]


@pytest.mark.parametrize(("name", "door"), _cases())
def test_case(stub: Stub, name: str, door: Door) -> None:
    start = stub.start(name)
    options = start["call"].get("options") or {}
    if door.is_auth and options.get("refusals") == "answer":
        pytest.skip("an Auth cannot answer in the server's place; it refuses to be made so")
    differences = stub.judge(name, Playing(start, door).play())
    if door.is_auth and name in _BEYOND_AN_AUTH:
        assert differences != [], "the README says that an Auth cannot do this"
        pytest.xfail(_BEYOND_AN_AUTH[name])
    assert differences == [], "\n".join(differences)
