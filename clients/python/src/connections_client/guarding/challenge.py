"""Reads which scopes a server asks for with 403 and `insufficient_scope` (RFC 6750 section 3.1; MCP 2025-11-25).

The header is hostile input: what is outside the grammar or the limits asks for nothing. Pure.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from .. import limits

_SCOPE: Final = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
"""RFC 6749 section 3.3."""
_TCHAR: Final = "[!#$%&'*+.^_`|~0-9A-Za-z-]"
"""RFC 9110 section 5.6.2."""
_QUOTED: Final = r'"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*"'
"""RFC 9110 section 5.6.4."""
_PARAMETER: Final = re.compile(rf"({_TCHAR}+)[ \t]*=[ \t]*({_TCHAR}+|{_QUOTED})(?=[ \t]*(?:,|\Z))")
"""RFC 9110 section 11.2."""
_SCHEME: Final = re.compile(
    rf"({_TCHAR}+)(?: +(?:([A-Za-z0-9._~+/-]+=*)(?=[ \t]*(?:,|\Z)))?|(?=[ \t]*(?:,|\Z)))",
)
"""Alone, or before its first parameter or its token68."""
_BETWEEN: Final = re.compile(r"[ \t]*(?:\Z|,[ \t,]*)")
_BEFORE: Final = re.compile(r"[ \t,]*")


@dataclass
class _Challenge:
    scheme: str
    parameters: dict[str, str | None] = field(default_factory=dict)
    """By names in small letters. A name that is given twice has no value (RFC 6750 section 3)."""

    def add(self, found: re.Match[str]) -> None:
        name = found[1].lower()
        self.parameters[name] = None if name in self.parameters else _unquoted(found[2])


def challenged_scopes(header: str | None) -> tuple[str, ...] | None:
    """The scopes, each once. None: there is no such challenge, or it is malformed or asks for more than the limits."""
    if header is None or len(header) > limits.CHALLENGE:
        return None
    asking = next((each for each in _challenges_in(header) if _asks_for_scopes(each)), None)
    said = asking.parameters.get("scope") if asking else None
    scopes = tuple(dict.fromkeys(said.split(" "))) if said is not None else ()
    if not 0 < len(scopes) <= limits.CHALLENGED_SCOPES:
        return None
    return scopes if all(_is_scope(scope) for scope in scopes) else None


def _asks_for_scopes(challenge: _Challenge) -> bool:
    return challenge.scheme == "bearer" and challenge.parameters.get("error") == "insufficient_scope"


def _is_scope(scope: str) -> bool:
    return _SCOPE.fullmatch(scope) is not None and len(scope) <= limits.CHALLENGED_SCOPE


def _challenges_in(header: str) -> list[_Challenge]:
    """RFC 9110 section 11.6.1. Empty: the header is not of its grammar."""
    challenges: list[_Challenge] = []
    at = _end_of(_BEFORE.match(header))
    while at < len(header):
        # After a comma comes a further parameter of the same challenge, or the next scheme.
        parameter = _PARAMETER.match(header, at) if challenges else None
        if parameter is None:
            scheme = _SCHEME.match(header, at)
            if scheme is None:
                return []
            challenges.append(_Challenge(scheme[1].lower()))
            at = scheme.end()
            parameter = _PARAMETER.match(header, at) if scheme[2] is None else None
        if parameter is not None:
            challenges[-1].add(parameter)
            at = parameter.end()
        if at < len(header):
            between = _BETWEEN.match(header, at)
            if between is None:
                return []
            at = between.end()
    return challenges


def _end_of(found: re.Match[str] | None) -> int:
    return found.end() if found else 0


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL) if value.startswith('"') else value
