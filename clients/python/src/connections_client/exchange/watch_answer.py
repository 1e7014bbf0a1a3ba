"""Looks at the answer to one request before the transport does, in a JSON body and in an event stream.

An event that is no answer passes at once.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from .. import limits
from ..guarding.message_pieces import Piece, Pieces, pieces_of
from .steps import Steps
from .wire import Answer, closing_on_error

Message = dict[str, Any]

Verdict = None | Answer | Message
"""None: the answer passes. An answer: it passes in place of the first, of which nothing was passed on. Else a message."""


@dataclass(frozen=True)
class Watch:
    """`judge` gets the answer, and whether the transport has seen nothing of the response yet."""

    id: Any
    judge: Callable[[Message, bool], Steps[Verdict]]


def watch_answer(answer: Answer, watch: Watch) -> Steps[Answer]:
    """The response for the transport."""
    pieces = pieces_of(answer) if watch.id is not None else None
    if pieces is None:
        return answer
    return (yield from closing_on_error(_watched(answer, watch, pieces), pieces))


def _watched(answer: Answer, watch: Watch, pieces: Pieces) -> Steps[Answer]:
    piece, message, failure = yield from _read_ahead(pieces, watch)
    body = WatchedBody(pieces, watch, piece, failure)
    if message is None:
        return replace(answer, body=body)
    verdict = yield from watch.judge(message, True)
    if isinstance(verdict, Answer):
        yield from pieces.close()
        return verdict
    body.first = _rewritten(piece, watch, verdict, pieces.is_stream)
    return replace(answer, body=body)


def _read_ahead(pieces: Pieces, watch: Watch) -> Steps[tuple[Piece, Message | None, Exception | None]]:
    """The first piece with a message, and what is before it: comments and events without data.

    Beyond the limit of these the transport has to see that something comes.
    """
    before = bytearray()
    while len(before) <= limits.SILENT_BYTES:
        try:
            piece = yield from pieces.next()
        except Exception as error:
            return Piece(bytes(before), False), None, error
        if piece is None:
            break
        before += piece.data
        message = _answer_in(piece.messages, watch.id)
        if message is not None or piece.is_said:
            return replace(piece, data=bytes(before)), message, None
    return Piece(bytes(before), False), None, None


def _answer_in(messages: list[Message], request_id: Any) -> Message | None:
    def is_answer(message: Message) -> bool:
        own = message.get("id")
        return type(own) is type(request_id) and own == request_id and "method" not in message

    return next((message for message in messages if is_answer(message)), None)


def _rewritten(piece: Piece, watch: Watch, verdict: Verdict, is_stream: bool) -> Piece:
    """The piece as it came, or with the message in place of the answer."""
    if not isinstance(verdict, dict):
        return piece
    messages = [verdict if _answer_in([each], watch.id) else each for each in piece.messages]
    text = json.dumps(messages[0] if len(messages) == 1 else messages)
    return replace(piece, data=f"event: message\ndata: {text}\n\n".encode() if is_stream else text.encode())


@dataclass
class WatchedBody:
    """The first piece, and then the rest of the body."""

    pieces: Pieces
    watch: Watch
    first: Piece | None
    failure: Exception | None

    def read(self) -> Steps[bytes | None]:
        first, self.first = self.first, None
        if first is not None and first.data:
            return first.data
        failure, self.failure = self.failure, None
        if failure is not None:
            raise failure
        return (yield from closing_on_error(self._next(), self.pieces))

    def close(self) -> Steps[None]:
        yield from self.pieces.close()

    def _next(self) -> Steps[bytes | None]:
        piece = yield from self.pieces.next()
        if piece is None:
            return None
        message = _answer_in(piece.messages, self.watch.id)
        if message is None:
            return piece.data
        verdict = yield from self.watch.judge(message, False)
        return _rewritten(piece, self.watch, verdict, self.pieces.is_stream).data

