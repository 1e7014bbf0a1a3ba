"""The grammar of HTTP fields (RFC 9110 section 5), and the fields that belong to one connection."""

import re

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}")
_VALUE = re.compile(r"[\x20-\x7e\t]*")
_OF_ONE_CONNECTION = re.compile(
    r"connection|keep-alive|proxy-.*|te|trailer|trailers|transfer-encoding|upgrade|host|content-length|expect",
    re.IGNORECASE | re.DOTALL,
)


def is_field_name(name: str) -> bool:
    """Whether the text can be a field name of at most 128 characters."""
    return _NAME.fullmatch(name) is not None


def is_field_value(value: str) -> bool:
    """Visible ASCII, space and tab: no CR, LF, NUL, nor characters that two parsers could read differently (T149)."""
    return _VALUE.fullmatch(value) is not None


def is_of_one_connection(name: str) -> bool:
    """Whether the field belongs to connection, framing or route (section 7.6.1): neither passed on nor injected."""
    return _OF_ONE_CONNECTION.fullmatch(name) is not None


def breaks_a_line(value: str) -> bool:
    """Whether the text contains a line break or NUL, which would end a field line early (T150)."""
    return any(each in value for each in "\r\n\0")
