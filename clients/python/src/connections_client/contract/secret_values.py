"""Injected values, which no representation, JSON, copy or pickle shows."""

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping

REMOVED = "[removed]"
"""The text that replaces a token."""


class SecretValues:
    """Names with secret values. `dict(values)` has them; everything that prints or stores an object does not.

    This class is no `Mapping`, because error reporters print the items of those.
    """

    __slots__ = ("_reveal",)
    _reveal: Callable[[], dict[str, str]]

    def __init__(self, values: Mapping[str, str]) -> None:
        kept = dict(values)
        self._reveal = lambda: kept

    def keys(self) -> KeysView[str]:
        return self._reveal().keys()

    def items(self) -> ItemsView[str, str]:
        return self._reveal().items()

    def __getitem__(self, name: str) -> str:
        return self._reveal()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._reveal())

    def __len__(self) -> int:
        return len(self._reveal())

    def __repr__(self) -> str:
        return repr(dict.fromkeys(self._reveal(), REMOVED))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretValues) and self._reveal() == other._reveal()

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> "SecretValues":
        return self

    def __deepcopy__(self, memo: object) -> "SecretValues":
        return self

    def __reduce__(self) -> tuple[type["SecretValues"], tuple[dict[str, str]]]:
        return SecretValues, (dict.fromkeys(self._reveal(), REMOVED),)


class SecretList:
    """Secret texts, which only iteration shows."""

    __slots__ = ("_reveal",)
    _reveal: Callable[[], tuple[str, ...]]

    def __init__(self, texts: "list[str] | SecretList") -> None:
        kept = tuple(texts)
        self._reveal = lambda: kept

    def __iter__(self) -> Iterator[str]:
        return iter(self._reveal())

    def __len__(self) -> int:
        return len(self._reveal())

    def __repr__(self) -> str:
        return repr([REMOVED] * len(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretList) and self._reveal() == other._reveal()

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> "SecretList":
        return self

    def __deepcopy__(self, memo: object) -> "SecretList":
        return self

    def __reduce__(self) -> tuple[type["SecretList"], tuple[list[str]]]:
        return SecretList, ([REMOVED] * len(self),)
