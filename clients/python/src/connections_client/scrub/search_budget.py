"""How much work the search in one answer may be."""

from .find_secrets import Secrets, find_secrets
from .limits import SEARCH_STEPS, SEARCH_STEPS_AT_ONCE, SEARCH_STEPS_IN_ALL, SEARCH_STEPS_OF_BYTE
from .reading_input import Input
from .secret_patterns import PatternSet


class SearchBudget:
    """Steps of the search in one answer."""

    __slots__ = ("left", "more")

    def __init__(self, left: float, more: float) -> None:
        self.left = left
        self.more = more
        """How many may still be added for further bytes."""

    @classmethod
    def of_stream(cls) -> "SearchBudget":
        """That of an answer that comes in chunks, between which other work has its turn."""
        return cls(SEARCH_STEPS, SEARCH_STEPS_IN_ALL - SEARCH_STEPS)

    @classmethod
    def at_once(cls) -> "SearchBudget":
        """That of a text or a result that is searched in one piece."""
        return cls(SEARCH_STEPS, SEARCH_STEPS_AT_ONCE - SEARCH_STEPS)

    def look(self, data: bytes, patterns: PatternSet, fresh: int, is_whole: bool) -> Secrets:
        """Looks through bytes, of which `fresh` were not looked at before, and spends steps. Raises `Unsearchable`."""
        added = min(fresh * SEARCH_STEPS_OF_BYTE, self.more)
        given = Input(data, self.left + added)
        self.more -= added
        try:
            return find_secrets(given, patterns, is_whole)
        finally:
            self.left = given.steps_left
