"""What providers say to a token that they do not accept. Closed lists, compared in small letters."""

import re
from typing import Final

from ..scrub.utf import units
from .ecmascript import SPACE

_CODES: Final = (
    # `invalid_token` of RFC 6750 section 3.1, and the spellings of Zendesk, Zoho and Atlassian.
    *("invalid_token", "invalid_access_token", "token_expired", "expired_token", "expired_access_token"),
    "token_revoked",
    # Slack
    *("invalid_auth", "not_authed", "account_inactive"),
    # Google, GraphQL (Linear), Airtable
    *("unauthenticated", "invalid_credentials", "authentication_required", "authentication_error"),
    # HubSpot, Salesforce, Microsoft Graph
    *("invalid_authentication", "expired_authentication", "invalid_session_id", "invalidauthenticationtoken"),
    # Notion, Box
    "unauthorized",
    # RFC 6749 section 5.2, of a server that refreshes by itself.
    "invalid_grant",
)
"""Codes of machines. Where no HTTP status says otherwise, each means that the token is not accepted."""

_SENTENCES: Final = (
    *("unauthorized", "bad credentials", "invalid credentials", "invalid access token", "invalid token"),
    *("api token is invalid", "access token expired", "the access token expired"),
    *("the access token has expired", "access token has expired"),
    *("access token has expired or is not yet valid", "token has been expired or revoked"),
    *("token has expired", "token expired", "session expired or invalid"),
    *("client must be authenticated to access this resource", "not authenticated"),
    *("authentication required", "authentication required, not authenticated"),
    "request had invalid authentication credentials",
)
"""Sentences of providers, without the full stop."""

OF_SIGNING_IN: Final = re.compile(
    r"unauthori[sz]ed|authenticat|credential|\btokens?\b|\bsession\b|\bexpired\b|\brevoked\b"
    r"|\blog(?:ged)?[ -]?in\b|\bsign(?:ed)?[ -]?in\b",
    re.I | re.A,
)
"""What a sentence with a bare number speaks of if the number is the status of a refused token."""

OF_AN_ANSWER: Final = re.compile(
    r"fail|\b\w*errors?\b|\bstatus|\bhttp|\bapi\b"
    r"|\bre(?:quest|sponse|sponded|turned|ceived|jected|fused)"
    r"|\b(?:get|post|put|patch|delete) |\bgot\b|\banswered\b",
    re.I | re.A,
)
"""What a sentence with a bare number speaks of if the number is the status of an answer."""

OTHER_REFUSALS: Final = frozenset(("403", "404", "429"))
"""Statuses that say something else about a request, whatever stands beside them."""

_ALL: Final = frozenset((*_CODES, *_SENTENCES))
_AROUND: Final = re.compile(rf"^[{SPACE}'\"“”.!]+|[{SPACE}'\"“”.!]+\Z")
_SPACES: Final = re.compile(f"[{SPACE}]+")


def rejection_word(text: str) -> str | None:
    """The word of the list that this is; None for any other text."""
    if len(text) > 100 or units(text) > 100:
        return None
    word = _SPACES.sub(" ", _AROUND.sub("", text.lower()))
    return word if word in _ALL else None
