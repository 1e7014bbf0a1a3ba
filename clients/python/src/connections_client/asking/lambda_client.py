"""The AWS client that invokes the injector."""

from typing import Any, Protocol

from .. import limits


class InvokingClient(Protocol):
    """The used part of boto3's Lambda client."""

    def invoke(self, *, FunctionName: str, InvocationType: str, Payload: bytes) -> Any: ...  # noqa: N803


def default_lambda_client() -> InvokingClient:
    """A client that makes one attempt, with the region and credentials of the environment.

    An operation id works once, so the injector would refuse a repeated invocation as a replay. This package repeats
    with a new id instead.
    """
    import boto3
    from botocore.config import Config

    config = Config(
        retries={"total_max_attempts": 1},
        connect_timeout=limits.INVOKE_CONNECT,
        read_timeout=limits.INVOKE,
        max_pool_connections=limits.INVOKE_THREADS,
    )
    client: InvokingClient = boto3.session.Session().client("lambda", config=config)
    return client
