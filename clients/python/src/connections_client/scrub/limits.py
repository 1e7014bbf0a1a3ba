"""Every limit of the search for tokens, with its reason. Sizes are in bytes."""

from typing import Final

SHORTEST_SECRET: Final = 12
"""Fewest characters of a token. Shorter values are not tokens of any provider, and occur in texts by chance."""

KNOWN_SECRETS: Final = 16
"""Most secrets that one client looks for in answers: those of the last hours, for tokens of an hour and two attempts."""

SEARCH_STEPS: Final = 2_000_000
"""
Most steps of the search in one answer: at first, for each byte, and in all. A step is a reading of a character where a token may
begin, or a known token that may begin there. It takes 1 to 1.5 µs, ten times as long as in the TypeScript client, which
therefore has six times as many: the longest search takes about as long in both. An ordinary answer needs a tenth of a step for
each byte, because other places are passed over; one that consists of escapes two or three.
"""
SEARCH_STEPS_OF_BYTE: Final = 4
SEARCH_STEPS_IN_ALL: Final = 10_000_000

SEARCH_STEPS_AT_ONCE: Final = 4_000_000
"""The same in all for headers and for the result of a spawned server, which are searched in one piece: a few seconds."""

SEARCH_SLICE: Final = 16 * 1024
"""Most bytes of a body that are searched before other work of the process has its turn."""

RESPONSE_BYTES: Final = 10 * 1024 * 1024
"""Most bytes of one answer of an MCP server, decoded."""
