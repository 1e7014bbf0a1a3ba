"""Asks the injector for tokens, and repeats the question with a new operation id if that can help."""

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from .. import limits
from ..contract.judge_answers import judge_check_answer, judge_injection_answer, judge_servers_answer
from ..contract.messages import Injection, ListedServer, Refusal, ServerStatus
from ..errors import InjectorUnreachable, NotInjected
from ..exchange.steps import Steps, run, run_async
from ..guarding.caller import Caller, caller_of
from ..guarding.quiet_logs import guard_library_logs
from ..system import SYSTEM, System
from .ask_injector import Asked
from .effects import Ask, Sleep
from .in_threads import Threads
from .lambda_client import InvokingClient, default_lambda_client
from .operation_id import new_operation_id
from .questions import InjectRequest
from .retry_rule import CallBudget, Lost, Refused, wait_before

_Value = TypeVar("_Value")


class Injector:
    """A client of token-injector, for threads and tasks.

    :param function_name: Name, `name:alias` or ARN of `token-injector`.
    :param client: boto3's Lambda client, created with `retries={"total_max_attempts": 1}`, because the SDK's retries
        would send an id twice. Default: a client with the region and credentials of the environment.
    :param caller: The JWT with which the MCP client called the runtime, or a function that returns it for the present
        call. Default: that of `caller_token`.
    :param system: Clock, randomness and waiting, for tests.
    """

    def __init__(
        self,
        function_name: str,
        *,
        client: InvokingClient | None = None,
        caller: Caller = None,
        system: System = SYSTEM,
        new_id: Callable[[], str] | None = None,
    ) -> None:
        self.function_name = function_name
        self.system = system
        self._given = client
        self._client = client
        self._caller = caller
        self._new_id = new_id or (lambda: new_operation_id(system))
        self._threads = Threads(system)

    def inject(self, request: InjectRequest, *, caller: Caller = None, budget: CallBudget | None = None) -> Injection:
        """Gets the token for one operation.

        :raises NotInjected: The injector refused.
        :raises InjectorUnreachable: There was no answer to up to three ids.
        """
        return run(self.inject_steps(request, caller=caller, budget=budget))

    async def inject_async(
        self, request: InjectRequest, *, caller: Caller = None, budget: CallBudget | None = None
    ) -> Injection:
        """The same in a task."""
        return await run_async(self.inject_steps(request, caller=caller, budget=budget))

    def check(self, workspace_id: str, servers: Sequence[str], *, caller: Caller = None) -> list[ServerStatus]:
        """Whether there is a usable connection for each server (50 at most), in their order. Uses no operation id."""
        return run(self._check_steps(workspace_id, servers, caller))

    async def check_async(
        self, workspace_id: str, servers: Sequence[str], *, caller: Caller = None
    ) -> list[ServerStatus]:
        """The same in a task."""
        return await run_async(self._check_steps(workspace_id, servers, caller))

    def servers(self, workspace_id: str, *, caller: Caller = None) -> list[ListedServer]:
        """All MCP servers that the workspace can call. Uses no operation id."""
        return run(self._servers_steps(workspace_id, caller))

    async def servers_async(self, workspace_id: str, *, caller: Caller = None) -> list[ListedServer]:
        """The same in a task."""
        return await run_async(self._servers_steps(workspace_id, caller))

    def start_call(self) -> CallBudget:
        """A new budget for one tool call: three ids and twenty seconds."""
        return CallBudget(limits.IDS_PER_CALL, self.system.now() + limits.RETRY_WINDOW * 1000)

    def close(self) -> None:
        """Ends the threads, and closes the Lambda client if this package created it."""
        self._threads.close()
        close = getattr(self._client, "close", None)
        if self._given is None and close is not None:
            close()

    def inject_steps(
        self, request: InjectRequest, *, caller: Caller = None, budget: CallBudget | None = None
    ) -> Steps[Injection]:
        """The steps of `inject`, for whoever runs more steps around them."""
        who = self._with_caller(caller)
        return self._until_answered(
            lambda: {**request.as_json(self._new_id()), **who}, judge_injection_answer, budget or self.start_call()
        )

    def _check_steps(self, workspace_id: str, servers: Sequence[str], caller: Caller) -> Steps[list[ServerStatus]]:
        question = {"version": "1", "workspaceId": workspace_id, "check": list(servers), **self._with_caller(caller)}
        return self._until_answered(
            lambda: question, lambda answer: judge_check_answer(answer, servers), self.start_call()
        )

    def _servers_steps(self, workspace_id: str, caller: Caller) -> Steps[list[ListedServer]]:
        question = {"version": "1", "workspaceId": workspace_id, "servers": True, **self._with_caller(caller)}
        return self._until_answered(lambda: question, judge_servers_answer, self.start_call())

    def _with_caller(self, caller: Caller) -> dict[str, str]:
        said = caller_of(caller if caller is not None else self._caller)
        return {} if said is None else {"callerToken": said}

    def _until_answered(
        self, question: Callable[[], dict[str, Any]], judge: Callable[[object], "_Value | Refusal | None"],
        budget: CallBudget,
    ) -> Steps[_Value]:  # fmt: skip
        if budget.ids_left <= 0:
            raise InjectorUnreachable("ids_spent")
        while True:
            budget.ids_left -= 1
            asked: Asked = yield self._ask(question())
            failed: Lost | Refused
            if isinstance(asked, Lost):
                failed = asked
            else:
                judged = judge(asked.answer)
                if judged is None:
                    failed = Lost("not_of_the_contract")
                elif isinstance(judged, Refusal):
                    failed = Refused(judged, asked.attempts)
                else:
                    return judged
            wait = wait_before(failed, budget, self.system.now())
            if wait is None:
                raise _error_of(failed)
            yield Sleep(self.system, wait)

    def _ask(self, question: dict[str, Any]) -> "Ask | _Failed":
        if self._client is None:
            try:
                self._client = default_lambda_client()
            except Exception as error:
                return _Failed("no_region" if type(error).__name__ == "NoRegionError" else "no_credentials")
        guard_library_logs()
        return Ask(self._client, self._threads, self.function_name, json.dumps(question).encode())


class _Failed:
    """A question that the SDK did not send."""

    def __init__(self, failure: str) -> None:
        self._failure = failure

    def run(self) -> Asked:
        return Lost(self._failure)

    async def run_async(self) -> Asked:
        return Lost(self._failure)


def _error_of(failed: Lost | Refused) -> NotInjected | InjectorUnreachable:
    return NotInjected(failed.refusal) if isinstance(failed, Refused) else InjectorUnreachable(failed.failure)
