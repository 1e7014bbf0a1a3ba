"""What of a text the one who says it says itself, and where a status stands in it. Pure."""

import re
from typing import Final, NamedTuple

from .ecmascript import SPACE, is_blank, parse_json
from .words import OF_AN_ANSWER, OF_SIGNING_IN

_FLAGS: Final = re.I | re.A

STATUS_IN_TEXT: Final = (
    re.compile(
        r"\b(?:status(?: ?code)?|HTTP(?:/\d(?:\.\d)?)?|HttpError|\w*error[ _-]?code)[ :=#(]{1,3}(\d{3})\b",
        _FLAGS,
    ),
    re.compile(r"\bcode ?[:=] ?(\d{3})\b", _FLAGS),
    re.compile(
        r"\b(?:received|got|answered) (?:an? |HTTP )?(\d{3})"
        r"(?=\Z|[.:;,)]| (?:from|unauthorized|error|response|status))",
        _FLAGS,
    ),
    re.compile(
        r"\b(\d{3})(?=[ :-]{1,3}\(?(?:unauthorized|forbidden|not found|too many requests|bad credentials)\b)",
        _FLAGS,
    ),
)
"""Where a status stands in a sentence, and nothing else does."""

NUMBER_IN_TEXT: Final = (
    re.compile(
        r"\b(?:\w*error|API|failed with|responded(?: with)?|returned)[ :=#(]{1,3}(\d{3})\b", _FLAGS
    ),
    re.compile(r"(?:\A|[:-] )\[?(\d{3})(?=\Z|\]|[ ,:.-]* [A-Z[({-]|:)", re.A),
    re.compile(rf"\((\d{{3}})(?=\)(?:[.:;,]|[{SPACE}]*\Z)|[ :,])", re.A),
)
"""Where a status may stand, and the number of a ticket or of lines too."""

STATUS_IN_QUOTES: Final = re.compile(r"\bClient error '(\d{3}) [A-Z][A-Za-z ]+' for url '", re.A)
"""httpx says it within quotation marks."""

NOT_ITS_OWN: Final = re.compile(
    rf'"[^"]*"|`[^`]*`|(?:\A|(?<=[{SPACE}(\[{{:=]))\'[^\']*\'(?=\Z|[{SPACE})\]}},.:;!?])|“[^”]*”|‘[^’]*’'
    rf"|\bhttps?://[^{SPACE}\"'<>]*[^{SPACE}\"'<>:,.)]",
    re.A,
)
"""Texts in quotation marks, and addresses, in which the caller's arguments stand."""

HOST_IN_TEXT: Final = re.compile(
    rf"\bhttps?://(?:[^{SPACE}\"'<>/@]*@)?([a-z0-9.-]+(?::\d+)?)", _FLAGS
)

_AROUND: Final = 80
"""Characters around a number."""

_BEFORE_WORDS: Final = re.compile(rf"\A[{SPACE}\])}}>.,;:-]+")
_LAST: Final = re.compile(r"\A(?:[\[{(<\"'…]|from\b|for …)", re.A)
_DIGITS: Final = re.compile(r"\d+\Z", re.A)
_JSON_BEGIN: Final = re.compile(rf"[\[{{][{SPACE}]*[\"'{{\[]")
_JSON_WHOLE: Final = re.compile(rf"\A[{SPACE}]*[\"\[{{]")
_PYTHON_WORDS: Final = re.compile(r"\b(?:None|True|False)\b", re.A)


def is_of_answer(said: str, found: re.Match[str]) -> bool:
    """
    Whether the number is a status: what follows it speaks of signing in, or nothing of its own follows and what stands before it
    speaks of an answer. "Error: 401 lines" and "Error: 401: no such ticket" do not say what they count or name.
    """
    end = found.end()
    after = _BEFORE_WORDS.sub("", said[end : end + _AROUND])
    before = _DIGITS.sub("", said[max(0, found.start() - _AROUND) : end])
    if OF_SIGNING_IN.search(after):
        return True
    is_last = after == "" or _LAST.match(after) is not None
    return is_last and (
        is_blank(before.replace("[", "").replace("(", "")) or OF_AN_ANSWER.search(before) is not None
    )


class Apart(NamedTuple):
    """The JSON in a text, if there is any, and the text without it."""

    json: object
    prose: str


def apart(text: str) -> Apart:
    """Takes them apart. What only looks like JSON is left out of both."""
    whole = _parsed(text)
    if whole is not None:
        return Apart(whole, "")
    begin = _JSON_BEGIN.search(text)
    if not begin:
        return Apart(None, text)
    json = text[begin.start() : max(text.rfind("}"), text.rfind("]")) + 1]
    prose = text[: begin.start()] + "…"
    parsed = _parsed(json)
    return Apart(_parsed(_python_as_json(json)) if parsed is None else parsed, prose)


def _python_as_json(text: str) -> str:
    """Of a Python dictionary, as many servers print one."""
    names = {"None": "null", "True": "true", "False": "false"}
    return _PYTHON_WORDS.sub(lambda word: names[word[0]], text.replace("'", '"'))


def _parsed(text: str) -> object:
    if not _JSON_WHOLE.match(text):
        return None
    try:
        return parse_json(text)
    except ValueError:
        return None
