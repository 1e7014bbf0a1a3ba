"""The cases of clients/vectors/rejections.json, which the TypeScript client wrote and passes (T236)."""

import json
from base64 import b64decode
from gzip import decompress
from pathlib import Path

import pytest

from connections_client.rejection import AnsweredCall, is_rejected_by_notion, is_rejected_by_provider

from rejection.watched import parts_of, watch

VECTORS = Path(__file__).parents[4] / "clients" / "vectors"
CASES = json.loads((VECTORS / "rejections.json").read_text())


def unpacked(text: str) -> bytes:
    return decompress(b64decode(text))


def chunks_of(case) -> list[bytes]:
    body, sizes, chunks, at = unpacked(case["body"]), case["sizes"], [], 0
    while at < len(body):
        size = sizes[min(len(chunks), len(sizes) - 1)]
        chunks.append(body[at : at + size])
        at += size
    return chunks


@pytest.mark.parametrize("case", CASES["judgements"], ids=lambda case: case["name"])
def test_judgement(case):
    call = AnsweredCall(case["call"].get("tool"), case["call"].get("arguments"))
    said = (is_rejected_by_provider(case["answer"], call), is_rejected_by_notion(case["answer"], call))
    assert said == (case["byProvider"], case["byNotion"])


@pytest.mark.parametrize("is_async", [False, True], ids=["blocking", "asynchronous"])
@pytest.mark.parametrize("case", CASES["watches"], ids=lambda case: case["name"])
def test_watch(case, is_async):
    judged = []

    def judge(message, is_first):
        judged.append({"answer": message, "isFirst": is_first})
        return case.get("message")

    answer = watch(chunks_of(case), case["contentType"], case["id"], judge, is_async)
    parts = list(parts_of(answer, is_async))
    assert judged == case["judged"]
    assert b"".join(parts) == unpacked(case.get("passed", case["body"]))
    assert len(parts[0] if parts else b"") == case["first"]
