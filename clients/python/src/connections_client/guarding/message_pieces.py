"""Reads a body in pieces that can be judged: a JSON body is one, and so is an event that may contain an error."""

import json
import re
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

from .. import limits
from ..exchange.steps import Steps
from ..exchange.wire import Answer, Body
from .event_ends import EventEnds


@dataclass
class Piece:
    """A part of a body as it came."""

    data: bytes = field(repr=False)
    is_said: bool
    """Whether the transport makes something of it: it is no comment, and no event without data."""
    messages: list[dict[str, Any]] = field(default_factory=list, repr=False)
    """The JSON-RPC messages in it, if it can contain an error."""


def pieces_of(answer: Answer) -> "Pieces | None":
    """None: the body is neither JSON nor an event stream, or there is none."""
    if isinstance(answer.body, bytes):
        return None
    kind = (answer.header("content-type") or "").split(";")[0].strip().lower()
    if kind == "text/event-stream":
        return Pieces(answer.body, is_stream=True)
    return Pieces(answer.body, is_stream=False) if kind == "application/json" or kind.endswith("+json") else None


class Pieces:
    """The pieces of one body, in their order."""

    def __init__(self, body: Body, *, is_stream: bool) -> None:
        self.is_stream = is_stream
        self._body = body
        self._cut = _cut_events() if is_stream else _cut_whole()
        next(self._cut)
        self._ready: list[Piece] = []
        self._failure: BaseException | None = None
        self._is_at_end = False

    def next(self) -> Steps[Piece | None]:
        """None at the end. Raises if the body fails; what was read before is a piece of its own."""
        while not self._ready and not self._is_at_end:
            yield from self._read()
        if self._ready:
            return self._ready.pop(0)
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure
        return None

    def close(self) -> Steps[None]:
        self._is_at_end = True
        self._ready = []
        yield from self._body.close()

    def _read(self) -> Steps[None]:
        chunk: bytes | None = None
        try:
            chunk = yield from self._body.read()
        except Exception as error:
            self._failure = error
        self._is_at_end = chunk is None
        self._ready = self._cut.send(chunk)


Cut = Generator[list[Piece], bytes | None, None]
"""Gets the chunks of a body, and None at its end; gives the pieces that are ready."""


def _cut_whole() -> Cut:
    """A JSON body is one piece; beyond the limit it passes in the parts in which it comes."""
    begun = bytearray()
    is_first, is_within = True, False
    chunk = yield []
    while chunk is not None:
        begun += chunk
        ready = []
        if len(begun) > limits.JUDGED_BYTES:
            ready = [Piece(bytes(begun), True)]
            begun.clear()
            is_within = True
        chunk = yield ready
    text = "" if is_within else _text_of(bytes(begun), is_first)
    yield [Piece(bytes(begun), is_within or text.strip() != "", _messages_in(text))] if begun else []


def _cut_events() -> Cut:
    """Each event that may contain an error is a piece. What stands before it and was read with it is one piece."""
    ends = EventEnds()
    begun = bytearray()
    is_within, is_first = False, True
    chunk = yield []
    while chunk is not None:
        pieces: list[Piece] = []
        at = 0
        while at < len(chunk):
            end = ends.find(chunk, at)
            begun += chunk[at : end if end >= 0 else len(chunk)]
            at = end if end >= 0 else len(chunk)
            if end >= 0:
                _add(pieces, _judged(bytes(begun), is_within, is_first))
                begun.clear()
                is_within = is_first = False
            elif len(begun) > limits.JUDGED_BYTES:
                _add(pieces, Piece(bytes(begun), True))
                begun.clear()
                is_within, is_first = True, False
        chunk = yield pieces
    yield [_judged(bytes(begun), is_within, is_first)] if begun else []


def _judged(data: bytes, is_within: bool, is_first: bool) -> Piece:
    if is_within or len(data) > limits.JUDGED_BYTES:
        return Piece(data, True)
    said = _data_of(_text_of(data, is_first))
    return Piece(data, said.strip() != "", _messages_in(said))


def _add(pieces: list[Piece], fresh: Piece) -> None:
    """Pieces without messages are put together."""
    before = pieces[-1] if pieces else None
    if before is not None and not before.messages and not fresh.messages:
        pieces[-1] = Piece(before.data + fresh.data, before.is_said or fresh.is_said)
    else:
        pieces.append(fresh)


def _text_of(data: bytes, is_first: bool) -> str:
    """A byte order mark at the beginning of a body is not of its text (WHATWG Encoding section 6)."""
    text = data.decode("utf-8", "replace")
    return text.removeprefix("\ufeff") if is_first else text


def _data_of(event: str) -> str:
    lines = [line for line in re.split(r"\r\n|\n|\r", event) if line.startswith("data:")]
    return "\n".join(line[6:] if line[5:6] == " " else line[5:] for line in lines)


def _messages_in(text: str) -> list[dict[str, Any]]:
    """Only what can be an error is parsed: results are large, and most have none."""
    if not re.search("error", text, re.IGNORECASE):
        return []
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [each for each in (parsed if isinstance(parsed, list) else [parsed]) if isinstance(each, dict)]
