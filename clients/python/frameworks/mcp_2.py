"""`mcp` 2.x, which uses httpx2."""

import asyncio

from connections_client import caller_token, connections_http_client
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from target import CALLER, URL, target


async def call() -> str:
    with caller_token(CALLER):
        async with (
            connections_http_client(target())() as http_client,
            streamable_http_client(URL, http_client=http_client) as (read, write),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return str((await session.call_tool("list_notes", {})).model_dump_json())


print(asyncio.run(call()))
