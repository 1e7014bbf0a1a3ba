"""Passes a response body on. Each chunk is counted, and searched for the token. The time is the caller's to limit."""

from collections.abc import Iterator

from .content_encoding import CompressedCheck
from .limits import RESPONSE_BYTES, SEARCH_SLICE
from .refusals import TooLarge
from .scrub_bytes import Scrubber


class GuardedBody:
    """The checks of one body, fed with its decoded bytes in order. It reads and waits for nothing itself."""

    __slots__ = ("_check", "_left", "_scrubber")

    def __init__(self, scrubber: Scrubber, max_bytes: int = RESPONSE_BYTES) -> None:
        self._scrubber = scrubber
        self._left = max_bytes
        self._check = CompressedCheck()

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """
        The clean bytes, searched in slices of 16 kB: an asynchronous caller gives other work its turn between two of them, also
        where one is empty. Raises `TooLarge`, `Undecodable`, `Unsearchable`.
        """
        self._left -= len(chunk)
        if self._left < 0:
            raise TooLarge
        self._check.feed(chunk)
        for start in range(0, len(chunk), SEARCH_SLICE):
            yield self._scrubber.feed(chunk[start : start + SEARCH_SLICE])

    def finish(self) -> bytes:
        """The bytes that were held back, at the end of the body. Raises `Unsearchable`."""
        return self._scrubber.finish()
