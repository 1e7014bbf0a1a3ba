"""
The names of HTML for the characters of tokens and for those between them. A hyphen is often U+2010, which has two names.
"""

from collections.abc import Mapping
from typing import Final

_NAMES: Final = {
    **{"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "lowbar": "_", "UnderBar": "_"},
    **{"period": ".", "hyphen": "-", "dash": "-", "plus": "+", "sol": "/", "equals": "=", "tilde": "~"},
    **{"colon": ":", "semi": ";", "comma": ",", "num": "#", "percnt": "%", "excl": "!", "quest": "?"},
    **{"dollar": "$", "commat": "@", "ast": "*", "midast": "*", "bsol": "\\", "Hat": "^", "grave": "`"},
    **{"vert": "|", "verbar": "|", "lpar": "(", "rpar": ")", "lsqb": "[", "lbrack": "[", "rsqb": "]"},
    **{"rbrack": "]", "lcub": "{", "lbrace": "{", "rcub": "}", "rbrace": "}", "Tab": "\t", "NewLine": "\n"},
}

HTML_NAMES: Final[Mapping[str, int]] = {name: ord(text) for name, text in _NAMES.items()}
"""The code of each character by its name."""

MOST_LETTERS: Final = max(map(len, HTML_NAMES))
"""Letters of the longest name."""

FIRST_LETTERS: Final = frozenset(ord(name[0]) for name in HTML_NAMES)
"""The codes of the first letters."""
