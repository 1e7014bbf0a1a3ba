"""Environment variables for a server that is spawned with the token (binding `process`), for one process and one call."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from ..asking.questions import About, Operation
from ..contract.messages import Injection
from ..errors import CallNotMade
from ..exchange.after_unauthorized import Reporting, report_rejection
from ..exchange.call_with_token import Asking
from ..exchange.options import Target
from ..rejection import AnsweredCall, error_in, is_refused
from ..exchange.steps import Steps, run, run_async
from ..guarding.known_secrets import KnownSecrets, add_secrets_of, scrubbed
from .process_variables import may_be_injected
from ..scrub import SearchBudget
from .scrub_result import scrub_result

Result = TypeVar("Result")

_ALWAYS_INHERITED: Final = ("PATH", "HOME")


@dataclass(frozen=True)
class ProcessTarget(Target):
    """A server that is spawned with the token, for one call of one tool."""

    tool: str = ""
    arguments: Any = None
    """Of the call. What an error quotes of them does not count as a sign of a refused token."""
    inherit: Sequence[str] = ()
    """Names of this process's variables that the server needs too. `PATH` and `HOME` are always included."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """The runtime's own settings for this server."""


def injected_env(target: ProcessTarget, use: Callable[[dict[str, str]], Result]) -> Result:
    """Calls `use` with all variables for the server's process, and returns its result without the token.

    In `use`: spawn the server, connect, call the tool, end the process. The process must not be used for a second call.
    If the result or error says that the provider refused the token, the broker is told once, and `use` is called a
    second time, with another token, if the call is safe to repeat. The variables are removed from the dictionary
    when `use` returns.

    :raises NotInjected, InjectorUnreachable, CallNotMade: before `use`; NotInjected after it, if the grant has ended
    """
    return _ending(run(_steps(target, lambda env: _Use(use, env))))


async def injected_env_async(target: ProcessTarget, use: Callable[[dict[str, str]], Awaitable[Result]]) -> Result:
    """The same in a task."""
    return _ending(await run_async(_steps(target, lambda env: _UseAsync(use, env))))


@dataclass(frozen=True)
class _Outcome(Generic[Result]):
    """What `use` ended with, without the token."""

    result: Result | None = field(default=None, repr=False)
    error: Exception | None = field(default=None, repr=False)


@dataclass(frozen=True, repr=False)
class _Use(Generic[Result]):
    use: Callable[[dict[str, str]], Result]
    env: dict[str, str]

    def run(self) -> _Outcome[Result]:
        try:
            return _Outcome(self.use(self.env))
        except Exception as error:
            return _Outcome(error=error)

    async def run_async(self) -> _Outcome[Result]:
        return self.run()


@dataclass(frozen=True, repr=False)
class _UseAsync(Generic[Result]):
    use: Callable[[dict[str, str]], Awaitable[Result]]
    env: dict[str, str]

    def run(self) -> _Outcome[Result]:
        raise NotImplementedError

    async def run_async(self) -> _Outcome[Result]:
        try:
            return _Outcome(await self.use(self.env))
        except Exception as error:
            return _Outcome(error=error)


_Start = Callable[[dict[str, str]], _Use[Result] | _UseAsync[Result]]


def _steps(target: ProcessTarget, start: _Start[Result]) -> Steps[_Outcome[Result]]:
    budget = target.injector.start_call()
    asking = Asking(target, Operation(target.server, target.tool), "process")
    injection = yield from asking.ask(About(), budget)
    known = KnownSecrets()
    first: _Outcome[Result] = yield from _outcome_with(target, injection, known, start)
    answer = _answer_in(first)
    if not is_refused(target.is_rejected, answer, AnsweredCall(target.tool, target.arguments)):
        return first
    fresh = yield from report_rejection(Reporting(injection, budget, asking.ask))
    if fresh is None or not target.is_safe_to_repeat(target.tool) or error_in(answer) is None:
        return first
    return (yield from _outcome_with(target, fresh, known, start))


def _outcome_with(
    target: ProcessTarget, injection: Injection, known: KnownSecrets, start: _Start[Result]
) -> Steps[_Outcome[Result]]:
    _check_names(target, injection)
    secrets = add_secrets_of(injection, known)
    env = {**_base_variables(target), **dict(injection.env or {})}
    try:
        raw: _Outcome[Result] = yield start(env)
    finally:
        env.clear()
    found: list[bool] = []
    searching = SearchBudget.at_once()

    def scrub(text: str) -> str:
        return scrubbed(text, secrets, lambda: found.append(True), budget=searching)

    clean = _Outcome(scrub_result(raw.result, scrub), scrub_result(raw.error, scrub))
    if found and target.on_leak is not None:
        target.on_leak(target.server)
    return clean


def _check_names(target: ProcessTarget, injection: Injection) -> None:
    names = list(injection.env or ())
    if not names:
        raise CallNotMade("environment_missing")
    taken = {*target.inherit, *target.variables}
    if any(name in taken or not may_be_injected(name) for name in names):
        raise CallNotMade("environment_refused")


def _base_variables(target: ProcessTarget) -> dict[str, str]:
    everything = target.injector.system.environment()
    names = (*_ALWAYS_INHERITED, *target.inherit)
    return {**{name: everything[name] for name in names if name in everything}, **target.variables}


def _answer_in(outcome: _Outcome[Any]) -> dict[str, Any]:
    """The server's answer as JSON-RPC has it. Other errors, such as of the spawning, say nothing."""
    if outcome.error is None:
        return {"result": _as_json(outcome.result)}
    said = getattr(outcome.error, "error", None)
    code = getattr(said, "code", None)
    if not isinstance(code, int):
        return {}
    return {"error": {name: getattr(said, name, None) for name in ("code", "message", "data")}}


def _as_json(result: Any) -> Any:
    dump = getattr(result, "model_dump", None)
    return dump(by_alias=True, mode="json", exclude_none=True) if callable(dump) else result


def _ending(outcome: _Outcome[Result]) -> Result:
    if outcome.error is not None:
        raise outcome.error
    return outcome.result  # type: ignore[return-value]
