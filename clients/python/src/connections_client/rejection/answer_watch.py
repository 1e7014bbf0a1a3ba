"""
Looks at the answer to one request before the transport does, in a JSON body and in an event stream. An event that is no answer
passes at once. It reads and waits for nothing itself, so that a blocking and an asynchronous client use it alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .ecmascript import write_json
from .judgement import RpcAnswer
from .message_pieces import Piece, Pieces, pieces_of

SILENT_BYTES: Final = 64 * 1024
"""Most bytes of comments and events without data for which an answer is waited for: one a second for minutes."""


@dataclass(frozen=True)
class Answer:
    """The answer to the request, which is to be judged before its bytes are passed on."""

    answer: RpcAnswer
    is_first: bool
    """The transport has seen nothing of the response yet: another response can take its place."""
    data: bytes
    """The part of the body as it came, and what was waited with before it."""
    messages: Sequence[object]
    is_event: bool

    def with_message(self, message: object) -> bytes:
        """The part with this message in place of the answer."""
        all_messages = [message if each is self.answer else each for each in self.messages]
        json = write_json(all_messages[0] if len(all_messages) == 1 else all_messages)
        data = json.encode("utf-8", "replace")
        return b"event: message\ndata: " + data + b"\n\n" if self.is_event else data


class AnswerWatch:
    """The watch over one response. `feed` and `finish` give bytes that pass on, and each `Answer`."""

    def __init__(self, pieces: Pieces, request_id: object) -> None:
        self._pieces = pieces
        self._id = request_id
        self._waiting = bytearray()
        self._is_first = True

    def feed(self, chunk: bytes) -> Iterator[bytes | Answer]:
        """What is known with this chunk. Whoever stops reading it early has to close the response."""
        self._pieces.feed(chunk)
        while piece := self._pieces.next():
            yield from self._seen(piece)

    def finish(self) -> Iterator[bytes | Answer]:
        """What is left at the end of the body, or where it breaks off. Nothing may be fed afterwards."""
        rest = self._pieces.rest()
        if rest:
            yield from self._seen(rest)
        if self._waiting:
            yield self._take()

    def _seen(self, piece: Piece) -> Iterator[bytes | Answer]:
        answer = _answer_in(piece.messages, self._id)
        if self._is_first:
            self._waiting += piece.data
            # Beyond this many bytes the transport has to see that something comes.
            if answer is None and not piece.is_said and len(self._waiting) <= SILENT_BYTES:
                return
        is_first = self._is_first
        data = self._take() if is_first else piece.data
        if answer is None:
            yield data
        else:
            yield Answer(answer, is_first, data, piece.messages, self._pieces.is_stream)

    def _take(self) -> bytes:
        data = bytes(self._waiting)
        self._waiting.clear()
        self._is_first = False
        return data


def watch_of(content_type: str | None, request_id: object) -> AnswerWatch | None:
    """
    The watch over a response of this type, to the request with this id. None: nothing answers the request, or the body is
    neither JSON nor an event stream; it passes on unwatched.
    """
    pieces = None if request_id is None else pieces_of(content_type)
    return AnswerWatch(pieces, request_id) if pieces else None


def _answer_in(messages: Sequence[object], request_id: object) -> RpcAnswer | None:
    for message in messages:
        if isinstance(message, Mapping) and "method" not in message and _is_same(message.get("id"), request_id):
            return message
    return None


def _is_same(one: object, other: object) -> bool:
    """Whether two ids are the same in JSON, where 1 is 1.0, and neither true nor "1"."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)
