"""Keeps the details of a request with a token out of the logs of the libraries that carry the request.

At DEBUG botocore logs the payload of an invocation, hpack each header, and httpcore the headers of an answer, in which
a server may repeat the token. While such a request is on its way, their records keep only their first word.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_PREFIXES: Final = ("httpcore", "httpcore2", "hpack", "h2", "botocore", "urllib3", "boto3")
_LOGGERS: Final = (
    *(f"{core}.{part}" for core in ("httpcore", "httpcore2") for part in ("connection", "http11", "http2", "proxy")),
    *("hpack.hpack", "hpack.table", "h2.config", "urllib3.connectionpool", "urllib3.util.retry"),
    *(f"botocore.{part}" for part in ("endpoint", "hooks", "auth", "parsers", "httpsession", "awsrequest", "client")),
)

_quiet: ContextVar[bool] = ContextVar("connections_client_quiet", default=False)


class _FirstWordOnly(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if _quiet.get():
            record.msg = f"{str(record.msg).split(' ', 1)[0].split('%', 1)[0]} (details left out)"
            record.args = ()
            record.exc_info = record.exc_text = record.stack_info = None
        return True


_FILTER: Final = _FirstWordOnly()


def guard_library_logs() -> None:
    """Adds the filter to the libraries' loggers, once each. A logger that is made later is met at the next call."""
    existing = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in _PREFIXES]
    for name in (*_LOGGERS, *existing):
        logger = logging.getLogger(name)
        if _FILTER not in logger.filters:
            logger.addFilter(_FILTER)


def set_quiet(is_quiet: bool) -> None:
    """For this task or thread, until it is set again."""
    _quiet.set(is_quiet)


@contextmanager
def quiet() -> Iterator[None]:
    """Within it the libraries' records have no details."""
    before = _quiet.get()
    _quiet.set(True)
    try:
        yield
    finally:
        _quiet.set(before)
