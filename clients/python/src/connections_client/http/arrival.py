"""Cleans the headers of an answer before the HTTP library makes a response of them (T151).

Until this package gets the response, the library's cookie jar, event hooks and instrumentation have seen it. httpcore
shows the headers to the `trace` extension as the list that it goes on with.
"""

from typing import Any

from ..guarding.known_secrets import AnswerSecrets
from ..guarding.response_headers import headers_to_show

Raw = list[tuple[bytes, bytes]]


class Arrival:
    """Of the answers to one request. No representation shows their headers."""

    def __init__(self, secrets: AnswerSecrets) -> None:
        self._secrets = secrets
        self.__came: Raw = []
        self.__cleaned: Raw | None = None

    def clean(self, headers: Any) -> None:
        """:raises ResponseRefused: `unsearchable`"""
        if not isinstance(headers, list):
            return
        self.__came = list(headers)
        pairs = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)
        shown = headers_to_show(pairs, self._secrets)
        headers[:] = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in shown]
        self.__cleaned = list(headers)

    def headers_of(self, response: Any) -> Raw:
        """As they came. Where they were not cleaned, those of the response."""
        raw: Raw = response.headers.raw
        return self.__came if raw == self.__cleaned else raw
