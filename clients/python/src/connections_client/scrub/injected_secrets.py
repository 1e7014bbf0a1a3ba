"""Finds the secret values of an injection. Pure."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from .limits import SHORTEST_SECRET
from .utf import units


class _Candidate(NamedTuple):
    text: str
    is_named: bool
    """Its scheme or its name is that of a credential."""
    is_certain: bool = False
    """Both are those of a credential. The text then counts as secret, whatever it looks like."""


_SPACE: Final = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What counts as a space in ECMAScript, so that all clients find the same."""
_ANY: Final = r"[^\n\r\u2028\u2029]"
_CREDENTIAL_NAME: Final = re.compile("auth|token|secret|key|pass|credential", re.I | re.A)
_WITH_SCHEME: Final = re.compile(rf"[A-Za-z][A-Za-z-]* +([^{_SPACE}]{_ANY}*)\Z")
"""A value with a scheme: `Bearer x`, `Basic x`, `Sentry-Bearer x`, `Zoho-oauthtoken x`."""
_FIELD: Final = re.compile(
    rf"[{_SPACE}]*([A-Za-z][A-Za-z0-9-]*)[{_SPACE}]*:[{_SPACE}]*(?!//)([^{_SPACE}]{_ANY}*)\Z"
)
_ASSIGNED: Final = re.compile(rf'[A-Za-z][A-Za-z0-9_-]*=[{_SPACE}]*"?([^"{_SPACE}]+)"?\Z')
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.I | re.A)
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}\Z")
_PRINTABLE: Final = re.compile(r"[\x20-\x7e]{4,}\Z")
_PUBLIC: Final = re.compile(
    rf"(?i:https?://)|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{{2,24}}(?::[0-9]+)?\Z"
    rf"|(?i:[^@{_SPACE}]+@[^@{_SPACE}]+\.[a-z]{{2,}}\Z)|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:[T ]{_ANY}*)?\Z",
    re.A,
)
"""A URL, a host name, an e-mail address or a date."""


def secrets_of(injection: Mapping[str, object]) -> list[str]:
    """The secrets of an injection: those that the injector lists or, if an older injector lists none, those that its values show."""
    listed = injection.get("secrets")
    if not isinstance(listed, (list, tuple)):
        return _guessed_secrets(injection)
    texts = [text for secret in listed if isinstance(secret, str) for text in (secret, _decoded_of_url(secret))]
    return [text for text in dict.fromkeys(texts) if units(text) >= SHORTEST_SECRET]


def _guessed_secrets(injection: Mapping[str, object]) -> list[str]:
    """
    The secrets of an answer that does not list them. Other values, such as `Notion-Version` or `X-Atlassian-Cloud-Id`, may
    appear in answers. Values with the name or scheme of a credential are secret; if there is none, all are.
    """
    parts = [injection.get(part) for part in ("env", "query", "headers")]
    values = [item for part in parts if isinstance(part, Mapping) for item in part.items()]
    secret = [
        found
        for name, value in values
        for found in _candidates_in(str(name), str(value))
        if units(found.text) >= SHORTEST_SECRET and (found.is_certain or not _PUBLIC.match(found.text))
    ]
    named = [found for found in secret if found.is_named]
    return list(dict.fromkeys(found.text for found in named or secret))


def _candidates_in(name: str, value: str) -> list[_Candidate]:
    members = _members_of(value)
    if members is not None:
        return [found for member, leaf in members for found in _candidates_in(member, leaf)]
    fields = _fields_of(value)
    if fields is None:
        return list(_credentials_in(name, value))
    found = [each for field, leaf in fields for each in _candidates_in(field, leaf)]
    if not _WITH_SCHEME.match(value):
        return found
    # `Bearer :x` is a field with a space before its colon, or a scheme whose token begins with a colon.
    return [*(each._replace(is_named=True) for each in found), *_credentials_in(name, value)]


def _credentials_in(name: str, value: str) -> Iterator[_Candidate]:
    scheme = _WITH_SCHEME.match(value)
    text = scheme[1] if scheme else value
    has_name = _CREDENTIAL_NAME.search(name) is not None
    found = _Candidate(text, scheme is not None or has_name, scheme is not None and has_name)
    yield found
    within = _parts_within(text)
    if within:
        yield from (found._replace(text=part, is_named=True) for part in within)
        return
    decoded = _decoded_text(text)
    if decoded is None:
        return
    if _members_of(decoded) is not None:
        yield from _candidates_in(name, decoded)
    else:
        # The password of Basic credentials: the text after the first colon (RFC 7617).
        yield found._replace(text=decoded[decoded.find(":") + 1 :])


def _fields_of(value: str) -> list[tuple[str, str]] | None:
    """
    The fields of `Name:value,Other:value`, in which some servers take several headers in one variable. A URL is not such a
    field.
    """
    fields = [_FIELD.match(part) for part in re.split(r"[,;\n]", value)]
    found = [(field[1], field[2]) for field in fields if field]
    return found if len(found) == len(fields) else None


def _parts_within(text: str) -> list[str]:
    """Secrets inside a text: the value after `name=`, as in `Token token=…`, and the password and query values of a URL."""
    assigned = _ASSIGNED.match(text)
    if assigned and assigned[1].strip("="):
        return [assigned[1]]
    if not _URL.match(text):
        return []
    try:
        url = urlsplit(text)
        password = url.password or ""
    except ValueError:
        return []
    values = (value for _, value in parse_qsl(url.query, keep_blank_values=True))
    return [part for part in (_decoded_of_url(password), *values) if part]


def _decoded_of_url(text: str) -> str:
    """As a server has it that took it from a URL; the text itself if it is not encoded."""
    if re.search("%(?![0-9a-fA-F]{2})", text):
        return text
    try:
        return unquote_to_bytes(text.encode("utf-8", "surrogatepass")).decode()
    except UnicodeDecodeError:
        return text


def _members_of(value: str) -> list[tuple[str, str]] | None:
    """The members of a JSON object whose values are strings."""
    if not value.startswith("{"):
        return None
    try:
        return [(name, text) for name, text in json.loads(value).items() if isinstance(text, str)]
    except (ValueError, RecursionError):
        return None


def _decoded_text(value: str) -> str | None:
    """The decoded text if the value is base64 of printable text. Random bytes are almost never printable."""
    if not _BASE64.match(value):
        return None
    letters = value.rstrip("=")
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    text = base64.urlsafe_b64decode(letters.translate({0x2B: "-", 0x2F: "_"}) + "=" * (-len(letters) % 4))
    decoded = text.decode("latin-1")
    return decoded if _PRINTABLE.match(decoded) else None
