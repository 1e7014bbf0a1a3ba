"""Every limit of the client, with its reason. Durations are in seconds, sizes in bytes."""

from typing import Final

IDS_PER_CALL: Final = 3
"""Most operation ids for one tool call. Each creates an audit record in the broker."""
INVOKE: Final = 16.5
"""One invocation: a little more than the injector's own 15 s, so that its answer is not missed."""
INVOKE_CONNECT: Final = 2.0
"""Connecting to Lambda, which is normally in the same region."""
INVOKE_THREADS: Final = 64
"""Most invocations at once. botocore is synchronous, so each of them holds a thread and a connection."""
RETRY_WINDOW: Final = 20.0
"""After this time from the first question no further id is used."""
RETRY_PAUSE: Final = 0.2
"""Pause before the second id, doubled before the third, if the answer names no time to wait."""
RESPONSE_BYTES: Final = 10 * 1024 * 1024
"""Most bytes of one answer of an MCP server, decoded. API Gateway has the same limit of 10 MB."""
RESPONSE_TIME: Final = 300.0
"""Time from sending a request to the last byte of its answer. Some tools run for minutes."""
SESSION_END: Final = 5.0
"""Timeout of the DELETE that ends a session. Without it the server ends the session later."""
SHORTEST_SECRET: Final = 12
"""Fewest characters of a token. Shorter values occur in texts by chance."""
KNOWN_SECRETS: Final = 16
"""Most secrets that one client looks for in answers."""
SEARCH_SLICE: Final = 16 * 1024
"""Most bytes of a body that are searched before other work of an event loop has its turn."""
CHALLENGE: Final = 8 * 1024
"""Characters of a challenge that are looked at. RFC 6749 sets no limit; providers have tens of scopes."""
CHALLENGED_SCOPES: Final = 50
"""Most scopes of a challenge."""
CHALLENGED_SCOPE: Final = 200
"""Most characters of a scope."""
SESSIONS_SEEN: Final = 64
"""Sessions of MCP clients whose capabilities one client remembers. The oldest is forgotten first."""
WRAPPED_DEPTH: Final = 8
"""Errors and members within each other in which a refusal is looked for."""
WRAPPED_PARTS: Final = 1_000
"""How many of these in all."""
WRAPPED_MEMBERS: Final = 200
"""How many of one error."""
REQUEST_STATE_LIFE: Final = 600_000
"""Milliseconds for which a request state is valid: to read the question, open the page and consent."""
CLOCK_SKEW: Final = 60_000
"""Milliseconds by which the clocks of two processes of one runtime may differ."""
REQUEST_STATE_KEY: Final = 32
"""Fewest bytes of the HMAC-SHA-256 key (RFC 2104 section 3)."""
