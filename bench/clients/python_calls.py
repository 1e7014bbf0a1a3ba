"""The calls of the Python client, and the bare requests of boto3 and httpx2. Driven by python.ts, over lines."""

import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import boto3
import httpx2
from botocore.config import Config

from connections_client import HttpSettings, Injector, RequestTarget, connections_http_client

FUNCTION = "token-injector"


def works_of(called: dict[str, Any]) -> dict[str, Callable[[], None]]:
    host = urlsplit(called["server"]).netloc
    config = Config(retries={"total_max_attempts": 1})
    aws = boto3.session.Session().client("lambda", config=config)
    target = RequestTarget(
        Injector(FUNCTION, client=aws),
        called["workspace"],
        called["registration"],
        caller=called["token"],
        plain_http_hosts=[host],
    )
    with_token = connections_http_client(target, HttpSettings(library="httpx2")).sync_client()
    plain = httpx2.Client(trust_env=False)

    def client() -> None:
        read(with_token.post(called["server"], content=called["body"], headers=called["headers"]))

    def bare() -> None:
        operation = {"kind": "call", "server": called["registration"], "tool": "list_notes", "host": host}
        question = {
            "version": "1",
            "workspaceId": called["workspace"],
            "operation": {"id": operation_id(), **operation},
            "callerToken": called["token"],
        }
        answer = aws.invoke(FunctionName=FUNCTION, Payload=json.dumps(question).encode())
        injected = json.loads(answer["Payload"].read())["context"]["headers"]
        read(plain.post(called["server"], content=called["body"], headers={**called["headers"], **injected}))

    return {"client": client, "bare": bare}


def operation_id() -> str:
    """A UUIDv7 (RFC 9562 section 5.7)."""
    low = uuid.uuid4().int & ((1 << 76) - 1)
    return str(uuid.UUID(int=time.time_ns() // 1_000_000 << 80 | 7 << 76 | low & ~(3 << 62) | 2 << 62))


def read(answer: Any) -> None:
    if answer.status_code != 200 or '"result"' not in answer.text:
        raise RuntimeError(f"the server answered {answer.status_code}")


def p50_of(work: Callable[[], None], calls: int) -> float:
    """Milliseconds."""
    times = []
    for _ in range(calls):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1_000)
    return statistics.median(times)


def main() -> None:
    works = works_of(json.loads(sys.stdin.readline()))
    print(0, flush=True)
    for line in sys.stdin:
        print(p50_of(works[line.strip()], int(sys.argv[1])), flush=True)


main()
