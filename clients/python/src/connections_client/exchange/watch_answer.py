"""Looks at the answer to one request before the transport does. `rejection` finds it in the body; here the judgement is carried out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..rejection import AnswerWatch, RpcAnswer, watch_of
from ..rejection import Answer as Found
from .steps import Steps
from .wire import Answer, Body, closing_on_error

Verdict = None | Answer | dict[str, Any]
"""None: the answer passes. An answer: it passes in place of the first, of which nothing was passed on. Else a message."""


@dataclass(frozen=True)
class Watch:
    """`judge` gets the answer to the request with this id, and whether the transport has seen nothing of the response yet."""

    id: Any
    judge: Callable[[RpcAnswer, bool], Steps[Verdict]]


def watch_answer(answer: Answer, watch: Watch) -> Steps[Answer]:
    """The response for the transport. What `judge` raises is raised here, or by the body if a part of it was passed on."""
    found = None if isinstance(answer.body, bytes) else watch_of(answer.header("content-type"), watch.id)
    if found is None or isinstance(answer.body, bytes):
        return answer
    body = WatchedBody(answer.body, found, watch)
    return (yield from closing_on_error(body.begin(answer), body))


Part = bytes | Answer | Exception | None
"""Of a body: bytes, another answer in its place, the error with which it breaks off, or its end."""


class WatchedBody:
    """A body whose answer is judged before its bytes are passed on."""

    def __init__(self, body: Body, found: AnswerWatch, watch: Watch) -> None:
        self._body = body
        self._found = found
        self._watch = watch
        self._parts: Iterator[bytes | Found] = iter(())
        self._failure: Exception | None = None
        self._is_at_end = False
        self._first: Part = b""

    def begin(self, answer: Answer) -> Steps[Answer]:
        """Reads ahead to the answer, or to the first event that is none."""
        self._first = yield from self._next()
        if not isinstance(self._first, Answer):
            return replace(answer, body=self)
        yield from self.close()
        return self._first

    def read(self) -> Steps[bytes | None]:
        part, self._first = self._first, b""
        if part == b"":
            part = yield from closing_on_error(self._next(), self)
        if isinstance(part, Exception):
            raise part
        return None if isinstance(part, Answer) else part

    def close(self) -> Steps[None]:
        self._is_at_end = True
        yield from self._body.close()

    def _next(self) -> Steps[Part]:
        while True:
            each = next(self._parts, None)
            part = (yield from self._judged(each)) if isinstance(each, Found) else each
            if part:
                return part
            if each is None and (self._failure or self._is_at_end):
                failure, self._failure = self._failure, None
                return failure
            if each is None:
                yield from self._read()

    def _judged(self, found: Found) -> Steps[bytes | Answer]:
        verdict = yield from self._watch.judge(found.answer, found.is_first)
        if isinstance(verdict, dict):
            return found.with_message(verdict)
        return verdict if verdict is not None and found.is_first else found.data

    def _read(self) -> Steps[None]:
        chunk: bytes | None = None
        try:
            chunk = yield from self._body.read()
        except Exception as error:
            # What came before it passes first.
            self._failure = error
        self._is_at_end = chunk is None
        self._parts = self._found.finish() if chunk is None else self._found.feed(chunk)
