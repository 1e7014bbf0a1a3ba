"""Removes tokens from the strings of a value, at any depth, for results that are not read from a response."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

Scrub = Callable[[str], str]


def scrub_result(value: Any, scrub: Scrub) -> Any:
    """A copy without the token of collections, dataclasses and pydantic models. Other objects are returned unchanged.

    Of an error its arguments and members are replaced in place, so that its class is kept.
    """
    return _Scrubbing(scrub).of(value)


class _Scrubbing:
    def __init__(self, scrub: Scrub) -> None:
        self._scrub = scrub
        self._seen: dict[int, Any] = {}
        """Visited objects and their copies, because results and errors can contain themselves."""
        self._kept: list[Any] = []
        """Ids are of living objects only."""

    def of(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._scrub(value) if type(value) is str else value
        if isinstance(value, (bytes, bytearray)):
            return self._scrub(bytes(value).decode("latin-1")).encode("latin-1")
        if id(value) in self._seen:
            return self._seen[id(value)]
        self._kept.append(value)
        return self._of_object(value)

    def _of_object(self, value: Any) -> Any:
        if isinstance(value, BaseException):
            return self._in_place(value)
        if isinstance(value, dict):
            return self._dict(value)
        if isinstance(value, list):
            copy: list[Any] = []
            self._seen[id(value)] = copy
            copy.extend(self.of(item) for item in value)
            return copy
        if type(value) in (tuple, set, frozenset):
            return type(value)(self.of(item) for item in value)
        if hasattr(value, "model_copy") and hasattr(type(value), "model_fields"):
            return self._model(value)
        if is_dataclass(value) and not isinstance(value, type):
            self._seen[id(value)] = value
            return replace(value, **{f.name: self.of(getattr(value, f.name)) for f in fields(value) if f.init})
        return value

    def _dict(self, value: dict[Any, Any]) -> dict[Any, Any]:
        copy: dict[Any, Any] = {}
        self._seen[id(value)] = copy
        for name, item in value.items():
            copy[self.of(name)] = self.of(item)
        return copy

    def _model(self, value: Any) -> Any:
        """Of pydantic, as the results of `mcp` are."""
        self._seen[id(value)] = value
        names = {*type(value).model_fields, *(getattr(value, "model_extra", None) or {})}
        return value.model_copy(update={name: self.of(getattr(value, name)) for name in names})

    def _in_place(self, error: BaseException) -> BaseException:
        self._seen[id(error)] = error
        try:
            error.args = tuple(self.of(each) for each in error.args)
            for name, member in list(vars(error).items()):
                setattr(error, name, self.of(member))
            for before in (error.__cause__, error.__context__):
                self.of(before) if before is not None else None
        except Exception:
            return RuntimeError(self._scrub(f"{type(error).__name__}: {error}"))
        return error
