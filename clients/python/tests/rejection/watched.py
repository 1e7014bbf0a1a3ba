"""Plays a body in chunks through the watch of an exchange, in a thread or in an event loop."""

import asyncio

from connections_client.exchange.steps import run, run_async
from connections_client.exchange.watch_answer import Watch, watch_answer
from connections_client.exchange.wire import Answer


class Chunks:
    """A body that comes in these chunks. `chunks` is an iterable, whose error is that of the body."""

    def __init__(self, chunks):
        self.chunks = iter(chunks)
        self.is_closed = False

    def read(self):
        yield from ()
        return next(self.chunks, None)

    def close(self):
        yield from ()
        self.is_closed = True


def answer_of(chunks, content_type):
    return Answer(200, (("Content-Type", content_type),), Chunks(chunks))


def watch(chunks, content_type, request_id, judge, is_async=False):
    """The answer for the transport. `chunks` may be an answer with them. `judge` gets the message and whether nothing was passed on."""

    def judged(message, is_first):
        yield from ()
        return judge(message, is_first)

    answer = chunks if isinstance(chunks, Answer) else answer_of(chunks, content_type)
    steps = watch_answer(answer, Watch(request_id, judged))
    return asyncio.run(run_async(steps)) if is_async else run(steps)


def parts_of(answer, is_async=False):
    """The parts of its body, in order."""
    while (part := asyncio.run(run_async(answer.body.read())) if is_async else run(answer.body.read())) is not None:
        yield part
