"""The cases of clients/vectors/scrub.json, which the TypeScript client wrote and passes (T151)."""

import json
from base64 import b64decode
from pathlib import Path

import pytest

from connections_client.scrub import PatternSet, Scrubber, patterns_of, scrub_bytes

VECTORS = Path(__file__).parents[4] / "clients" / "vectors"
CASES = json.loads((VECTORS / "scrub.json").read_text())
SHORT = 400


def passed(patterns: PatternSet, data: bytes, sizes: list[int]) -> tuple[list[bytes], bool]:
    scrubber = Scrubber(patterns)
    parts, at = [], 0
    for size in sizes:
        parts.append(scrubber.feed(data[at : at + size]))
        at += size
    return [*parts, scrubber.finish()], scrubber.found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    data = b64decode(case["text"])
    clean = b64decode(case["clean"]) if case["clean"] else data
    patterns = patterns_of(case["secrets"])
    # At once, and as a text that is complete.
    parts, found = passed(patterns, data, [len(data)])
    assert b"".join(parts) == clean
    assert found == (clean != data)
    complete = b64decode(case["complete"]) if "complete" in case else clean
    assert scrub_bytes(data, patterns) == complete
    # In its chunks the same bytes are held back as in TypeScript, no more and no fewer.
    sizes = case["sizes"]
    parts, _ = passed(patterns, data[: sum(sizes)], sizes)
    assert [len(part) for part in parts] == case["passed"]
    # Cut at every byte, and elsewhere.
    for size in (1, 3, 61) if case["anyCut"] else ():
        if size > 2 or len(data) < SHORT:
            parts, _ = passed(patterns, data, [size] * (len(data) // size + 1))
            assert b"".join(parts) == clean, size


def test_two_chunks_are_enough_to_cut_a_token_at_every_byte():
    ways = [case for case in CASES if case["name"].startswith("a token is found") and case["anyCut"]]
    assert len(ways) > 250
    for case in ways[::9]:
        data = b64decode(case["text"])
        patterns = patterns_of(case["secrets"])
        for cut in range(1, len(data), 1 + len(data) // SHORT):
            parts, found = passed(patterns, data, [cut, len(data) - cut])
            assert (b"".join(parts), found) == (b64decode(case["clean"]), True), (case["name"], cut)
