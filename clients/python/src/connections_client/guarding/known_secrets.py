"""The secrets that one client or session has sent. A server may repeat a token of an earlier attempt or call."""

from collections.abc import Callable
from threading import Lock

from .. import limits
from ..contract.messages import Injection
from ..scrub import Scrubber, scrub_text
from ..scrub.injected_secrets import secrets_of


class KnownSecrets:
    """The secrets that are removed from answers. The set can grow while an answer is read."""

    def __init__(self) -> None:
        secrets: dict[str, None] = {}
        # Behind a function, so that no representation shows them.
        self._reveal: Callable[[], dict[str, None]] = lambda: secrets
        self._lock = Lock()
        self.version = 0
        """Rises with each new secret."""

    def add(self, injection: Injection) -> None:
        """Adds the secrets of an injection before its request is sent. Beyond 16 the oldest are forgotten."""
        with self._lock:
            known = self._reveal()
            for secret in secrets_of(injection):
                if known.pop(secret, 0) == 0:
                    self.version += 1
                known[secret] = None
            for oldest in list(known)[: -limits.KNOWN_SECRETS]:
                del known[oldest]

    def all(self) -> list[str]:
        with self._lock:
            return list(self._reveal())

    def scrubbed(self, text: str, on_found: Callable[[], None]) -> str:
        """The text without the secrets."""
        clean = scrub_text(text, self.all())
        if clean != text:
            on_found()
        return clean


class GrowingScrubber:
    """Removes the secrets from one body, also those that are added while the body is read."""

    def __init__(self, known: KnownSecrets, on_found: Callable[[], None]) -> None:
        self._known = known
        self._on_found = on_found
        self._came = self._went = 0
        self._seen: set[str] = set()
        self._chain: list[Scrubber] = []
        self._version = -1

    def feed(self, data: bytes) -> bytes:
        """The bytes of which it is sure that no secret begins in them."""
        self._came += len(data)
        self._grow()
        for scrubber in self._chain:
            data = scrubber.feed(data)
        self._went += len(data)
        return data

    def finish(self) -> bytes:
        """The rest."""
        rest = b""
        for scrubber in self._chain:
            rest = (scrubber.feed(rest) if rest else b"") + scrubber.finish()
        self._went += len(rest)
        # What is put in place of a secret is shorter than each secret.
        if self._went != self._came:
            self._on_found()
        return rest

    def _grow(self) -> None:
        if self._version == self._known.version:
            return
        self._version = self._known.version
        fresh = [secret for secret in self._known.all() if secret not in self._seen]
        self._seen.update(fresh)
        if fresh:
            self._chain.append(Scrubber(fresh))
