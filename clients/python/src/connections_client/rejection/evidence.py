"""
Looks for the signs of a refused token in what an error says: a status in its usual place, or a word of a closed list that stands
alone. What stands within quotation marks is somebody else's text. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ..scrub.utf import head
from .ecmascript import SPACE, whole_number
from .own_words import (
    HOST_IN_TEXT,
    NOT_ITS_OWN,
    NUMBER_IN_TEXT,
    STATUS_IN_QUOTES,
    STATUS_IN_TEXT,
    apart,
    is_of_answer,
)
from .words import rejection_word

_TEXT: Final = 8_000
"""Characters of a text. What a server says itself stands at the beginning."""
_PROSE: Final = 500
"""Characters of it without its JSON."""
_DEPTH: Final = 9
_PARTS: Final = 200
"""Objects and texts of one error."""
_ITEMS: Final = 5
"""Items of a list."""

_STATUS_KEYS: Final = ("status", "statusCode", "status_code", "httpStatus", "http_status", "code", "error_code")
_WORD_KEYS: Final = (
    *("code", "error", "status", "type", "category", "errorCode", "error_code", "reason", ".tag"),
    *("message", "err", "msg"),
)
_INNER_KEYS: Final = (
    *("error", "errors", "data", "response", "body", "cause", "details", "detail", "extensions", "message"),
)
"""Where an error has the error of its cause."""

_STATUS: Final = re.compile(r"[1-5][0-9][0-9]\Z")
_PARTS_OF_TEXT: Final = re.compile(rf"[:=()\n]|[{SPACE}][-–—][{SPACE}]|\.[{SPACE}]")


@dataclass
class Evidence:
    """The signs: HTTP statuses as texts, and words in small letters."""

    statuses: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    """Hosts, with their ports, of the addresses in its texts."""


def hosts_in(text: str) -> set[str]:
    """The hosts, with their ports, of the addresses in a text."""
    return {found[1].lower() for found in HOST_IN_TEXT.finditer(text)}


def rejection_evidence(error: object) -> Evidence:
    """The signs in an error of any form."""
    looking = _Looking()
    looking.look(error, _DEPTH)
    return looking.evidence


class _Looking:
    """Looks through one error, within one budget."""

    def __init__(self) -> None:
        self.evidence = Evidence()
        self._left = _PARTS

    def look(self, value: object, depth: int) -> None:
        if depth <= 0 or self._left <= 0:
            return
        self._left -= 1
        if isinstance(value, str):
            self._look_in_text(head(value, _TEXT), depth - 1)
        elif isinstance(value, (list, tuple)):
            for item in value[:_ITEMS]:
                self.look(item, depth - 1)
        elif isinstance(value, Mapping):
            self._look_in_object(value, depth - 1)

    def _look_in_object(self, fields: Mapping[str, object], depth: int) -> None:
        for key in _STATUS_KEYS:
            status = _status_of(fields.get(key))
            if status:
                self.evidence.statuses.add(status)
        for key in _WORD_KEYS:
            value = fields.get(key)
            word = rejection_word(value) if isinstance(value, str) else None
            if word:
                self.evidence.words.add(word)
        for key in _INNER_KEYS:
            self.look(fields.get(key), depth)

    def _look_in_text(self, text: str, depth: int) -> None:
        json, prose = apart(text)
        if json is not None:
            self.look(json, depth)
        begin = head(prose, _PROSE)
        said = NOT_ITS_OWN.sub("…", begin)
        self.evidence.hosts |= hosts_in(text)
        found = [match for pattern in STATUS_IN_TEXT for match in pattern.finditer(said)]
        found.extend(STATUS_IN_QUOTES.finditer(begin))
        for pattern in NUMBER_IN_TEXT:
            found.extend(
                match for match in pattern.finditer(said) if match[1] != "401" or is_of_answer(said, match)
            )
        self.evidence.statuses.update(match[1] for match in found if _STATUS.match(match[1]))
        words = (rejection_word(part) for part in _PARTS_OF_TEXT.split(said))
        self.evidence.words.update(word for word in words if word)


def _status_of(value: object) -> str | None:
    number = whole_number(value)
    text = value if isinstance(value, str) else str(number) if number is not None and abs(number) < 1000 else ""
    return text if _STATUS.match(text) else None
