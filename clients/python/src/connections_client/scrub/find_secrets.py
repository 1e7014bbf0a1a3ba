"""Finds secrets in bytes: written in any way, and within base64, which is decoded once. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from .base64_runs import Base64Run, base64_runs
from .find_patterns import Span, find_patterns
from .reading_input import Input
from .secret_patterns import PatternSet


class Secrets(NamedTuple):
    """What was found in bytes of which more may come."""

    spans: Sequence[Span]
    """In order and apart."""
    sure: int
    """Up to here the bytes have been looked through. The rest is looked at again together with what comes."""


_BYTES_OF_STEP: Final = 16
"""A byte that is only passed over, or decoded, takes less than this part of the time of a step."""


def find_secrets(given: Input, patterns: PatternSet, is_whole: bool) -> Secrets:
    """Looks through the bytes. With `is_whole` no more bytes come. Raises `Unsearchable`."""
    given.steps_left -= len(given.data) / _BYTES_OF_STEP
    found = find_patterns(given, patterns, is_whole)
    spans = list(found.spans)
    sure = found.open
    open_run: Base64Run | None = None
    for run in base64_runs(given, is_whole):
        within = _find_within(given, run, patterns)
        spans.extend(within.spans)
        sure = min(sure, within.sure)
        if run.is_open:
            open_run = run
    united = _unite(spans)
    return Secrets(united, sure if is_whole else _cut_between(sure, united, open_run))


def _find_within(given: Input, run: Base64Run, patterns: PatternSet) -> Secrets:
    """What stands in a decoded run, at the places of the characters that were decoded."""
    decoded = run.decoded()
    given.steps_left -= len(decoded) / _BYTES_OF_STEP
    inner = Input(decoded, given.steps_left)
    spans, opened = find_patterns(inner, patterns, not run.is_open)
    given.steps_left = inner.steps_left
    return Secrets(
        [(run.place(start * 4 // 3)[0], run.place(-(-end * 4 // 3) - 1)[1]) for start, end in spans],
        run.place(_group_of(opened * 4 // 3))[0] if opened < len(decoded) else len(given.data),
    )


def _group_of(index: int) -> int:
    """Four characters are three bytes."""
    return index - index % 4


def _unite(spans: Iterable[Span]) -> list[Span]:
    """Two ways to read the same bytes can find the same secret."""
    united: list[Span] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def _cut_between(sure: int, spans: Sequence[Span], run: Base64Run | None) -> int:
    """
    The last place up to `sure` that is neither within a secret nor within a group of base64 characters that may go on.
    """
    while True:
        start = next((start for start, end in spans if start < sure < end), sure)
        cut = min(start, _group_before(run, sure) if run else sure)
        if cut == sure:
            return sure
        sure = cut


def _group_before(run: Base64Run, place: int) -> int:
    """The start of the group in which the place stands, or of the last group if that is not complete."""
    before = 0
    above = run.length
    # A binary search for the number of characters before the place.
    while before < above:
        middle = (before + above) >> 1
        if run.place(middle)[0] < place:
            before = middle + 1
        else:
            above = middle
    group = _group_of(before)
    return place if group == before else run.place(group)[0]
