"""
Cuts a response body into pieces that can be judged: a JSON body is one, and so is an event of an event stream that may contain an
error. What stands before it and was read with it is one piece. Each byte is looked at a few times only.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from .ecmascript import is_blank, parse_json
from .event_ends import EventEnds

JUDGED_BYTES: Final = 1024 * 1024
"""Most bytes of a JSON body or an event that is judged. What a provider says of a token has some hundred."""

_LINE_END: Final = re.compile("\r\n|\n|\r")


@dataclass(frozen=True)
class Piece:
    """A part of a body as it came."""

    data: bytes
    is_said: bool
    """Whether the transport makes something of it: it is no comment, and no event without data."""
    messages: Sequence[object] = ()
    """The JSON-RPC messages in it, if it can contain an error."""


class Pieces:
    """The pieces of one body. It is fed with the chunks, and asked for pieces until there is none."""

    def __init__(self, is_stream: bool) -> None:
        self.is_stream = is_stream
        """Whether the pieces are events."""
        self._end_of: Callable[[bytes, int], int] = EventEnds().find if is_stream else lambda chunk, start: -1
        self._chunk = b""
        self._at = 0
        # The event, or the JSON body, of which only the beginning has come.
        self._begun = bytearray()
        # Whether a part of it was passed on already, since it is too long to be judged.
        self._is_within = False
        self._is_first = True
        self._ready: Piece | None = None

    def feed(self, chunk: bytes) -> None:
        """Adds a chunk, when there is no next piece."""
        self._chunk = bytes(chunk)
        self._at = 0

    def next(self) -> Piece | None:
        """The next piece of what was fed; None if it is not complete."""
        quiet: list[Piece] = []
        while not self._ready:
            event = self._next_event()
            if not event:
                break
            if event.messages:
                self._ready = event
            else:
                quiet.append(event)
        if quiet:
            return Piece(b"".join(each.data for each in quiet), any(each.is_said for each in quiet))
        piece, self._ready = self._ready, None
        if piece or len(self._begun) <= JUDGED_BYTES:
            return piece
        part = self._judged(self._take())
        self._is_within = True
        return part

    def rest(self) -> Piece | None:
        """What is left when nothing more comes."""
        return self._judged(self._take()) if self._begun else None

    def _next_event(self) -> Piece | None:
        if self._at >= len(self._chunk):
            return None
        end = self._end_of(self._chunk, self._at)
        part = self._chunk[self._at : len(self._chunk) if end < 0 else end]
        self._at += len(part)
        if end >= 0 and not self._begun:
            return self._judged(part)
        self._begun += part
        return None if end < 0 else self._judged(self._take())

    def _take(self) -> bytes:
        begun = bytes(self._begun)
        self._begun.clear()
        return begun

    def _judged(self, data: bytes) -> Piece:
        is_unjudged = self._is_within or len(data) > JUDGED_BYTES
        self._is_within = False
        is_first, self._is_first = self._is_first, False
        if is_unjudged:
            return Piece(data, True)
        text = data.decode("utf-8", "replace")
        # A byte order mark at the beginning of a body is not of its text (WHATWG Encoding section 6, UTF-8 decode).
        text = text.removeprefix("\ufeff") if is_first else text
        json = _data_of(text) if self.is_stream else text
        return Piece(data, not is_blank(json), _messages_in(json))


def pieces_of(content_type: str | None) -> Pieces | None:
    """The pieces of a body of this type; None if it is neither JSON nor an event stream."""
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind == "text/event-stream":
        return Pieces(is_stream=True)
    return Pieces(is_stream=False) if kind == "application/json" or kind.endswith("+json") else None


def _data_of(text: str) -> str:
    if "data:" not in text:
        return ""
    lines = (line[5:] for line in _LINE_END.split(text) if line.startswith("data:"))
    return "\n".join(line.removeprefix(" ") for line in lines)


def _messages_in(json: str) -> Sequence[object]:
    """Only what can be an error is parsed: results are large, and most have none."""
    if "error" not in json.lower():
        return ()
    try:
        parsed = parse_json(json)
    except ValueError:
        return ()
    found = parsed if isinstance(parsed, list) else [parsed]
    return tuple(each for each in found if isinstance(each, (dict, list)))
