"""FastMCP's client."""

import asyncio

from connections_client import caller_token, connections_http_client
from fastmcp import Client
from fastmcp.client.transports import StreamableHttpTransport
from target import CALLER, URL, target


async def call() -> str:
    transport = StreamableHttpTransport(URL, httpx_client_factory=connections_http_client(target()))
    with caller_token(CALLER):
        async with Client(transport) as client:
            result = await client.call_tool("list_notes", {}, raise_on_error=False)
            return str(result.content)


print(asyncio.run(call()))
