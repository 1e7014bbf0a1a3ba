"""The cases of clients/vectors/rejections.json, which the TypeScript client wrote and passes (T236)."""

import asyncio
import json
from base64 import b64decode
from gzip import decompress
from pathlib import Path

import pytest

from connections_client.rejection import (
    AnsweredCall,
    BecomesMessage,
    Passes,
    is_rejected_by_notion,
    is_rejected_by_provider,
    watch_answer,
    watch_answer_async,
    watch_of,
)

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

    def judge(answer):
        judged.append({"answer": answer.answer, "isFirst": answer.is_first})
        return BecomesMessage(case["message"]) if "message" in case else Passes()

    chunks = chunks_of(case)
    watch = watch_of(case["contentType"], case["id"])
    if watch is None:
        parts = chunks
    elif is_async:
        parts = asyncio.run(read_all(chunks, watch, judge))
    else:
        parts = list(watch_answer(chunks, watch, judge))
    assert judged == case["judged"]
    assert b"".join(parts) == unpacked(case.get("passed", case["body"]))
    assert len(parts[0] if parts else b"") == case["first"]


async def read_all(chunks, watch, judge):
    async def coming():
        for chunk in chunks:
            yield chunk

    async def judge_later(answer):
        await asyncio.sleep(0)
        return judge(answer)

    return [part async for part in await watch_answer_async(coming(), watch, judge_later)]
