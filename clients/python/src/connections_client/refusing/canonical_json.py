"""Gives equal JSON values the same text (RFC 8785, JCS), which JavaScript and Python write alike. Pure."""

import json
import math
from typing import Any


def canonical_json(value: Any) -> str:
    """Members are sorted by the UTF-16 code units of their names; numbers and strings are written as in ECMAScript."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return f"{{{','.join(f'{_text(name)}:{canonical_json(item)}' for name, item in members)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{','.join(canonical_json(item) for item in value)}]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(float(value))
    return json.dumps(value)


def _text(text: str) -> str:
    """Half of a surrogate pair is escaped, as in ECMAScript's JSON.stringify."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(f"\\u{ord(each):04x}" if 0xD800 <= ord(each) <= 0xDFFF else each for each in written)


def _number(number: float) -> str:
    """ECMA-262 section 6.1.6.1.20, Number::toString. `repr` has the same digits in another form."""
    if not math.isfinite(number):
        return "null"
    if number == 0:
        return "0"
    digits, _, exponent_text = f"{number!r}".lstrip("-").partition("e")
    whole, _, fraction = digits.partition(".")
    point = len(whole) + int(exponent_text or 0)
    significant = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(significant)
    significant = significant.rstrip("0")
    return ("-" if number < 0 else "") + _placed(significant, point)


def _placed(digits: str, point: int) -> str:
    """`digits` with the decimal point behind the first `point` of them."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    mantissa = digits[0] + (f".{digits[1:]}" if count > 1 else "")
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"
