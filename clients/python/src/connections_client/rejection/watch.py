"""Watches the answer in a body that is read in chunks, for blocking and for asynchronous clients."""

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from .answer_watch import Answer, AnswerWatch

Response = TypeVar("Response")


@dataclass(frozen=True)
class Passes:
    """The answer passes as it is."""


@dataclass(frozen=True)
class BecomesResponse(Generic[Response]):
    """Another response takes the place of this one; only if nothing was passed on. The caller closes this one."""

    response: Response


@dataclass(frozen=True)
class BecomesMessage:
    """The answer becomes this JSON-RPC message."""

    message: object


Verdict = Passes | BecomesMessage | BecomesResponse[Response]

_Step = bytes | Exception | BecomesResponse[Response]
"""What the body goes on with; an error of the chunks, which the body raises; or the response in its place."""


def watch_answer(
    chunks: Iterable[bytes], watch: AnswerWatch, judge: Callable[[Answer], Verdict[Response]]
) -> Iterator[bytes] | BecomesResponse[Response]:
    """
    The body for the transport, or the response in its place. It reads ahead to the answer, or to the first event that is
    none. What `judge` raises is raised here, or by the body if a part of it was passed on. An error of `chunks` is raised by the
    body, behind what came before the error.
    """
    steps = _steps(chunks, watch, judge)
    first = next(steps, b"")
    return first if isinstance(first, BecomesResponse) else _body(first, steps)


def _body(first: bytes | Exception, steps: Iterator[_Step[Response]]) -> Iterator[bytes]:
    for each in chain((first,), steps):
        if isinstance(each, Exception):
            raise each
        if isinstance(each, bytes) and each:
            yield each


def _steps(
    chunks: Iterable[bytes], watch: AnswerWatch, judge: Callable[[Answer], Verdict[Response]]
) -> Iterator[_Step[Response]]:
    failure: Exception | None = None
    reading = iter(chunks)
    while True:
        try:
            chunk = next(reading, None)
        except Exception as error:  # whatever the transport raises is raised again, behind what came
            failure, chunk = error, None
        for each in watch.finish() if chunk is None else watch.feed(chunk):
            yield _judged(each, judge(each)) if isinstance(each, Answer) else each
        if failure:
            yield failure
            return
        if chunk is None:
            return


def _judged(answer: Answer, verdict: Verdict[Response]) -> bytes | BecomesResponse[Response]:
    if isinstance(verdict, BecomesMessage):
        return answer.with_message(verdict.message)
    return verdict if isinstance(verdict, BecomesResponse) and answer.is_first else answer.data


async def watch_answer_async(
    chunks: AsyncIterable[bytes],
    watch: AnswerWatch,
    judge: Callable[[Answer], Awaitable[Verdict[Response]]],
) -> AsyncIterator[bytes] | BecomesResponse[Response]:
    """The same for an asynchronous client."""
    steps = _steps_async(chunks, watch, judge)
    first = await anext(steps, b"")
    return first if isinstance(first, BecomesResponse) else _body_async(first, steps)


async def _body_async(
    first: bytes | Exception, steps: AsyncIterator[_Step[Response]]
) -> AsyncIterator[bytes]:
    each: _Step[Response] | None = first
    while each is not None:
        if isinstance(each, Exception):
            raise each
        if isinstance(each, bytes) and each:
            yield each
        each = await anext(steps, None)


async def _steps_async(
    chunks: AsyncIterable[bytes],
    watch: AnswerWatch,
    judge: Callable[[Answer], Awaitable[Verdict[Response]]],
) -> AsyncIterator[_Step[Response]]:
    failure: Exception | None = None
    reading = aiter(chunks)
    while True:
        chunk: bytes | None = None
        try:
            chunk = await anext(reading)
        except StopAsyncIteration:
            pass
        except Exception as error:  # whatever the transport raises is raised again, behind what came
            failure = error
        for each in watch.finish() if chunk is None else watch.feed(chunk):
            yield _judged(each, await judge(each)) if isinstance(each, Answer) else each
        if failure:
            yield failure
            return
        if chunk is None:
            return
