"""Runs an invocation in a thread, with a time limit: botocore is synchronous, and times only single reads."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate

from .. import limits
from ..system import System
from .ask_injector import Asked
from .retry_rule import Lost


class Threads:
    """The threads of one injector. They keep the context of whoever asks."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._executor = ThreadPoolExecutor(limits.INVOKE_THREADS, thread_name_prefix="connections-injector")

    def run(self, ask: Callable[[], Asked]) -> Asked:
        """The answer, or that it did not come in time. A late answer is discarded."""
        try:
            return self._started(ask).result(self._system.patience(limits.INVOKE))
        except TooLate:
            return Lost("timeout")

    async def run_async(self, ask: Callable[[], Asked]) -> Asked:
        """The same without blocking the event loop, asyncio's or trio's."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            import anyio

            return await anyio.to_thread.run_sync(self.run, ask, abandon_on_cancel=True)
        waiting = asyncio.wrap_future(self._started(ask))
        try:
            return await asyncio.wait_for(waiting, self._system.patience(limits.INVOKE))
        except (asyncio.TimeoutError, TimeoutError):
            return Lost("timeout")

    def _started(self, ask: Callable[[], Asked]) -> "Future[Asked]":
        return self._executor.submit(contextvars.copy_context().run, ask)

    def close(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
