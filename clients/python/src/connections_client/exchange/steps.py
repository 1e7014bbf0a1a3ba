"""Steps: a generator yields what it waits for, and whoever runs it waits in its own way, with or without an event loop."""

from collections.abc import Generator
from typing import Any, Protocol, TypeVar

Value = TypeVar("Value")


class Effect(Protocol):
    """Something to wait for. Both functions return and raise the same."""

    def run(self) -> Any: ...

    async def run_async(self) -> Any: ...


Steps = Generator[Effect, Any, Value]


def run(steps: "Steps[Value]") -> Value:
    """Runs the steps in this thread."""
    try:
        effect = next(steps)
        while True:
            try:
                result = effect.run()
            except BaseException as error:
                effect = steps.throw(error)
            else:
                effect = steps.send(result)
    except StopIteration as end:
        value: Value = end.value
        return value


async def run_async(steps: "Steps[Value]") -> Value:
    """Runs the steps in this task."""
    try:
        effect = next(steps)
        while True:
            try:
                result = await effect.run_async()
            except BaseException as error:
                effect = steps.throw(error)
            else:
                effect = steps.send(result)
    except StopIteration as end:
        value: Value = end.value
        return value
