"""What the questions to the injector wait for."""

from dataclasses import dataclass

from ..system import System
from .ask_injector import Asked, ask_injector
from .in_threads import Threads
from .lambda_client import InvokingClient


@dataclass(frozen=True, repr=False)
class Ask:
    """One invocation with this payload."""

    client: InvokingClient
    threads: Threads
    function_name: str
    payload: bytes

    def run(self) -> Asked:
        return self.threads.run(self._ask)

    async def run_async(self) -> Asked:
        return await self.threads.run_async(self._ask)

    def _ask(self) -> Asked:
        return ask_injector(self.client, self.function_name, self.payload)


@dataclass(frozen=True)
class Sleep:
    """A pause."""

    system: System
    seconds: float

    def run(self) -> None:
        self.system.sleep(self.seconds)

    async def run_async(self) -> None:
        await self.system.sleep_async(self.seconds)
