"""Removes secrets from a stream, even if they are split between chunks, and from texts."""

from collections.abc import Iterable, Sequence
from typing import Final

from .answer_secrets import AnswerSecrets
from .find_patterns import Span
from .search_budget import SearchBudget
from .secret_patterns import PatternSet, patterns_of

REMOVED: Final = "[removed]"
"""The text that replaces a token."""

Searched = AnswerSecrets | PatternSet | Iterable[str]
"""What is looked for. A set of patterns or known secrets are prepared once, texts at each use."""


class Scrubber:
    """
    Removes secrets from a stream of chunks. Complete events pass at once. It holds back an end that could be the beginning of a
    secret, at most as many bytes as the longest form of a secret has. `found` says whether a secret was removed.
    """

    def __init__(
        self, secrets: Searched, budget: SearchBudget | None = None
    ) -> None:
        """Known secrets may grow while the stream is open. A budget can be shared by all parts of one answer."""
        if not isinstance(secrets, (AnswerSecrets, PatternSet)):
            secrets = patterns_of(secrets)
        self._secrets = secrets
        self._budget = budget or SearchBudget.of_stream()
        self._held = b""
        self.found = False

    def feed(self, chunk: bytes) -> bytes:
        """Adds a chunk and returns the bytes that are clean. Raises `Unsearchable`."""
        return self._add(chunk, is_whole=False)

    def finish(self) -> bytes:
        """Returns the bytes that were held back, at the end of the stream. Raises `Unsearchable`."""
        return self._add(b"", is_whole=True)

    def _add(self, chunk: bytes, is_whole: bool) -> bytes:
        data = self._held + bytes(chunk) if self._held else bytes(chunk)
        spans, sure = self._budget.look(data, patterns_in(self._secrets), len(chunk), is_whole)
        gone = [span for span in spans if span[1] <= sure]
        self.found = self.found or len(gone) > 0
        self._held = data[sure:]
        return _without(data[:sure], gone)


def scrub_bytes(
    data: bytes, secrets: Searched, budget: SearchBudget | None = None
) -> bytes:
    """Complete bytes without secrets; the same object if there are none. Raises `Unsearchable`."""
    patterns = patterns_in(secrets)
    spans, _ = (budget or SearchBudget.at_once()).look(data, patterns, len(data), is_whole=True)
    return _without(data, spans) if spans else data


def scrub_text(
    text: str, secrets: Searched, budget: SearchBudget | None = None
) -> str:
    """
    A complete text, such as a header's value, without secrets; the same object if there are none. Raises `Unsearchable`.
    """
    data = text.encode("utf-8", "surrogatepass")
    clean = scrub_bytes(data, secrets, budget)
    return text if clean is data else clean.decode("utf-8", "replace")


def patterns_in(secrets: Searched) -> PatternSet:
    """The patterns, in whatever form the secrets are given."""
    if isinstance(secrets, PatternSet):
        return secrets
    return secrets.patterns if isinstance(secrets, AnswerSecrets) else patterns_of(secrets)


def _without(data: bytes, spans: Sequence[Span]) -> bytes:
    """The bytes with a placeholder for each span."""
    if not spans:
        return data
    parts = []
    rest = 0
    for start, end in spans:
        parts += [data[rest:start], _placeholder(data, start)]
        rest = end
    return b"".join([*parts, data[rest:]])


def _placeholder(data: bytes, start: int) -> bytes:
    """In the width of the characters that it replaces, so that the rest of an answer in UTF-16 can be read."""
    nuls = 0
    while nuls < 3 and data[start + 1 + nuls : start + 2 + nuls] == b"\0":
        nuls += 1
    return ("\0" * nuls).join(REMOVED).encode()
