"""
What one answer is searched for: the secrets of its own request, and those that its client knows. Many calls may be made while an
answer is on its way, so the client may have forgotten the secrets of that answer's request by then.
"""

from collections.abc import Mapping

from .known_secrets import KnownSecrets, SecretSet
from .secret_patterns import PatternSet


class AnswerSecrets:
    """
    The known secrets, and those of the answer's own injection for as long as this object lives. As long as the former include
    the latter, the patterns are those that all answers share, because it takes milliseconds to make patterns.
    """

    __slots__ = ("__known", "__own", "__united")

    def __init__(self, known: KnownSecrets, own: Mapping[str, object] | None = None) -> None:
        """`own` is the injection of the request, which becomes known; None if the request has no injection."""
        self.__known = known
        self.__own = known.add(own) if own is not None else ()
        self.__united: tuple[SecretSet, SecretSet] | None = None

    @property
    def now(self) -> SecretSet:
        """The secrets to look for at present."""
        known = self.__known.now
        if known.has_all(self.__own):
            return known
        united = self.__united
        if united is None or united[0] is not known:
            self.__united = united = (known, known.and_also(self.__own))
        return united[1]

    @property
    def patterns(self) -> PatternSet:
        """What to look for in texts and bytes."""
        return self.now.patterns

    @property
    def caseless_patterns(self) -> PatternSet:
        """What to look for in names of headers, which clients write in small letters."""
        return self.now.caseless_patterns

    def __repr__(self) -> str:
        return f"AnswerSecrets({self.now!r})"
