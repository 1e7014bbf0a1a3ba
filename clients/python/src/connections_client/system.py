"""Time, randomness and environment variables, which tests replace."""

import asyncio
import os
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass


def _now() -> float:
    return time.time() * 1000


async def _sleep_async(seconds: float) -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        import anyio  # httpx brings anyio along, which knows trio's loop.

        await anyio.sleep(seconds)
    else:
        await asyncio.sleep(seconds)


@dataclass(frozen=True)
class System:
    """The system functions that this package uses."""

    now: Callable[[], float] = _now
    """Milliseconds since the epoch."""
    random_bytes: Callable[[int], bytes] = secrets.token_bytes
    sleep: Callable[[float], None] = time.sleep
    """Waits the seconds."""
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async
    patience: Callable[[float], float] = lambda seconds: seconds
    """The seconds of real time that a timeout of so many seconds takes."""
    environment: Callable[[], Mapping[str, str]] = lambda: os.environ


SYSTEM = System()
"""The system functions of this process."""
