"""The secrets that one client or session has sent. A server may repeat a token of an earlier attempt, or of an earlier call."""

from collections.abc import Iterable, Mapping
from threading import Lock

from .injected_secrets import secrets_of
from .limits import KNOWN_SECRETS
from .secret_patterns import PatternSet, caseless_patterns_of, patterns_of


class SecretSet:
    """Secrets that do not change, with their patterns, which are made at the first use. No representation shows a secret."""

    __slots__ = ("__caseless", "__lock", "__patterns", "__secrets")

    def __init__(self, secrets: Iterable[str]) -> None:
        self.__lock = Lock()
        self.__secrets = frozenset(secrets)
        self.__patterns: PatternSet | None = None
        self.__caseless: PatternSet | None = None

    def has_all(self, secrets: Iterable[str]) -> bool:
        return self.__secrets.issuperset(secrets)

    def and_also(self, secrets: Iterable[str]) -> "SecretSet":
        """A set of these secrets too."""
        return SecretSet(self.__secrets.union(secrets))

    @property
    def patterns(self) -> PatternSet:
        """What to look for in texts and bytes."""
        with self.__lock:
            if self.__patterns is None:
                self.__patterns = patterns_of(self.__secrets)
            return self.__patterns

    @property
    def caseless_patterns(self) -> PatternSet:
        """What to look for in names of headers, which clients write in small letters."""
        with self.__lock:
            if self.__caseless is None:
                self.__caseless = caseless_patterns_of(self.__secrets)
            return self.__caseless

    def __repr__(self) -> str:
        return f"SecretSet({len(self.__secrets)})"


class KnownSecrets:
    """
    The secrets that are removed from answers. The set can grow while an answer is read, and several threads may use it. No
    representation shows a secret.
    """

    __slots__ = ("__lock", "__now", "__order")

    def __init__(self, *injections: Mapping[str, object]) -> None:
        self.__lock = Lock()
        self.__order: dict[str, None] = {}  # the newest last
        self.__now = SecretSet(())
        for injection in injections:
            self.add(injection)

    def add(self, injection: Mapping[str, object]) -> tuple[str, ...]:
        """
        Adds the secrets of an injection before the request is sent. Beyond `KNOWN_SECRETS` the oldest are forgotten, so the answer
        to that request is searched with `AnswerSecrets`. Returns the secrets of the injection.
        """
        secrets = tuple(secrets_of(injection))
        with self.__lock:
            is_new = any(secret not in self.__order for secret in secrets)
            for secret in secrets:
                # What was sent last is forgotten last.
                self.__order.pop(secret, None)
                self.__order[secret] = None
            if is_new:
                for oldest in list(self.__order)[:-KNOWN_SECRETS]:
                    del self.__order[oldest]
                self.__now = SecretSet(self.__order)
        return secrets

    @property
    def now(self) -> SecretSet:
        """The secrets that are known at present."""
        return self.__now

    def __repr__(self) -> str:
        return f"KnownSecrets({len(self.__order)})"
