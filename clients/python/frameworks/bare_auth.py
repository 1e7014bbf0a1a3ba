"""An `Auth` in a client that the runtime made itself, with `mcp` 2.x."""

import asyncio
from dataclasses import replace

import httpx2
from connections_client import ConnectionsAuth, caller_token, refusal_in
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from target import CALLER, URL, target


async def call() -> str:
    auth = ConnectionsAuth(replace(target(), refusals="throw"))
    try:
        with caller_token(CALLER):
            async with (
                httpx2.AsyncClient(auth=auth, trust_env=False, timeout=30) as http_client,  # type: ignore[arg-type]
                streamable_http_client(URL, http_client=http_client) as (read, write),
                ClientSession(read, write) as session,
            ):
                await session.initialize()
                return str((await session.call_tool("list_notes", {})).model_dump_json())
    except Exception as error:
        refusal = refusal_in(error)
        return f"{refusal.message} {refusal.connect_url}" if refusal else repr(error)


print(asyncio.run(call()))
