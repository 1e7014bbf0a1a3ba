"""Every limit of the search for tokens, with its reason. Sizes are in bytes."""

from typing import Final

SHORTEST_SECRET: Final = 12
"""Fewest characters of a token. Shorter values are not tokens of any provider, and occur in texts by chance."""

KNOWN_SECRETS: Final = 16
"""Most secrets that one client looks for in answers: those of the last hours, for tokens of an hour and two attempts."""

SEARCH_STEPS: Final = 2_000_000
"""
Most steps of the search in one answer: at first, for each byte, and in all. A step is a reading of a character where a token may
begin, or a known token that may begin there. A step takes about 0.5 µs. The TypeScript client has four times as many steps,
each of which takes a fifth of the time: so the longest search takes seconds in both.
"""
SEARCH_STEPS_OF_BYTE: Final = 6
SEARCH_STEPS_IN_ALL: Final = 16_000_000

SEARCH_STEPS_AT_ONCE: Final = 6_000_000
"""The same in all for headers and for the result of a spawned server, which are searched in one piece."""

SEARCH_SLICE: Final = 16 * 1024
"""Most bytes of a body that are searched before other work of the process has its turn."""

RESPONSE_BYTES: Final = 10 * 1024 * 1024
"""Most bytes of one answer of an MCP server, decoded."""
