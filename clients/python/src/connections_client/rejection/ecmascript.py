"""Where JSON and texts are read as ECMAScript reads them, so that all clients judge an answer in the same way."""

import json
import re
from typing import Final, NoReturn

SPACE: Final = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""The white space of ECMAScript, within a class of a regular expression."""

_NOT_BLANK: Final = re.compile(f"[^{SPACE}]")
_MOST_DIGITS: Final = 400
"""A longer whole number is beyond double precision, and so infinite."""


def is_blank(text: str) -> bool:
    """Whether the text has nothing but white space."""
    return _NOT_BLANK.search(text) is None


def parse_json(text: str) -> object:
    """The value, whose numbers may be rounded. Raises `ValueError` for what is not JSON, or is nested too deeply."""
    try:
        return json.loads(text, parse_constant=_no_constant, parse_int=_whole_number)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def write_json(value: object) -> str:
    """The value as JSON without spaces. Raises `ValueError` or `TypeError` for what is not JSON."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def whole_number(value: object) -> int | None:
    """The number that has no fraction; None for anything else. JSON does not tell 401 from 401.0, Python does."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) < _MOST_DIGITS else float(digits)
