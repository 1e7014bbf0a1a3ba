"""What carries a request to a server and its answer back: an HTTP library, behind steps."""

from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from ..guarding.known_secrets import AnswerSecrets
from .outgoing import Outgoing
from .request_headers import Headers
from .steps import Steps, Value


@dataclass(frozen=True)
class Prepared:
    """A request that is ready to be sent. Its representation shows nothing of the token."""

    outgoing: Outgoing
    raw_path: bytes = field(repr=False)
    headers: Headers = field(repr=False)
    body: bytes | None = field(repr=False)
    deadline: "Deadline"
    secrets: AnswerSecrets = field(repr=False)
    """What its answer is searched for."""


class Deadline:
    """When the last byte of an answer has to be there."""

    def __init__(self, seconds: float) -> None:
        self._until = monotonic() + seconds

    def left(self) -> float:
        """Seconds, at least a little more than none."""
        return max(0.001, self._until - monotonic())

    @property
    def is_over(self) -> bool:
        return monotonic() >= self._until


class RawAnswer(Protocol):
    """An answer as it came."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]

    def read(self) -> bytes | None:
        """The next bytes. None: there are no more. :raises ServerUnreachable, ResponseRefused: `too_slow`"""

    async def read_async(self) -> bytes | None: ...

    def show(self, headers: tuple[tuple[str, str], ...], reason: str) -> None:
        """May be kept, in place of what came: it has no token."""

    def close(self) -> None: ...

    async def close_async(self) -> None: ...


class Wire(Protocol):
    """Sends requests. :raises ServerUnreachable, ResponseRefused: `too_slow`"""

    def send(self, prepared: Prepared) -> RawAnswer: ...

    async def send_async(self, prepared: Prepared) -> RawAnswer: ...


@dataclass(frozen=True, repr=False)
class Send:
    wire: Wire
    prepared: Prepared

    def run(self) -> RawAnswer:
        return self.wire.send(self.prepared)

    async def run_async(self) -> RawAnswer:
        return await self.wire.send_async(self.prepared)


@dataclass(frozen=True, repr=False)
class Read:
    raw: RawAnswer

    def run(self) -> bytes | None:
        return self.raw.read()

    async def run_async(self) -> bytes | None:
        return await self.raw.read_async()


@dataclass(frozen=True, repr=False)
class Close:
    raw: RawAnswer

    def run(self) -> None:
        self.raw.close()

    async def run_async(self) -> None:
        await self.raw.close_async()


class Turn:
    """Other work of an event loop has its turn."""

    def run(self) -> None:
        pass

    async def run_async(self) -> None:
        import anyio

        await anyio.lowlevel.checkpoint()


class Body(Protocol):
    """A body that can be read in pieces."""

    def read(self) -> Steps[bytes | None]: ...

    def close(self) -> Steps[None]: ...


@dataclass(frozen=True)
class Answer:
    """What the transport gets."""

    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: Body | bytes = field(repr=False)
    reason: str = ""

    def header(self, name: str) -> str | None:
        """The first value of the header; `name` in small letters."""
        return next((value for each, value in self.headers if each.lower() == name), None)

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 300


def close_answer(answer: Answer) -> Steps[None]:
    """Discards the rest of an answer."""
    if not isinstance(answer.body, bytes):
        yield from answer.body.close()


class Closing(Protocol):
    def close(self) -> Steps[None]: ...


def closing_on_error(steps: Steps[Value], body: Closing) -> Steps[Value]:
    """Runs the steps, and closes the body if they fail or are cancelled."""
    try:
        return (yield from steps)
    except GeneratorExit:
        raise
    except BaseException:
        yield from body.close()
        raise
