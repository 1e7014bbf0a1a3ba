"""Invokes the injector once. contract/judge_answers.py checks its answer."""

import json
from dataclasses import dataclass
from typing import Any, Final

from ..guarding.quiet_logs import quiet
from .lambda_client import InvokingClient
from .retry_rule import Lost


@dataclass(frozen=True)
class Answered:
    """An answer, unchecked. None if it is no JSON."""

    answer: Any
    attempts: int

    def __repr__(self) -> str:
        return "Answered()"


Asked = Answered | Lost

_CREDENTIALS: Final = {"NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"}
_REGION: Final = {"NoRegionError"}
_TIMEOUTS: Final = {"ReadTimeoutError", "ConnectTimeoutError"}


def ask_injector(client: InvokingClient, function_name: str, payload: bytes) -> Asked:
    """Invokes the injector. Never raises: the SDK's error is not kept, since it can contain the answer's body."""
    try:
        with quiet():
            return _answer_in(
                client.invoke(FunctionName=function_name, InvocationType="RequestResponse", Payload=payload)
            )
    except Exception as error:
        return Lost(_failure_of(error))


def _answer_in(output: Any) -> Asked:
    if output.get("FunctionError") is not None:
        return Lost("function_failed")
    attempts = 1 + int(output.get("ResponseMetadata", {}).get("RetryAttempts", 0))
    return Answered(_parsed(output["Payload"].read()), attempts)


def _parsed(payload: bytes) -> Any:
    """The parser's error would quote the payload."""
    try:
        return json.loads(payload.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _failure_of(error: Exception) -> str:
    name = type(error).__name__
    response = getattr(error, "response", None)
    meta = response.get("ResponseMetadata", {}) if isinstance(response, dict) else {}
    status = meta.get("HTTPStatusCode")
    if status == 429 or name == "TooManyRequestsException":
        return "throttled"
    if isinstance(status, int) and 400 <= status < 500:
        return "denied"
    if name in _TIMEOUTS:
        return "timeout"
    if name in _CREDENTIALS:
        return "no_credentials"
    return "no_region" if name in _REGION else "network"
