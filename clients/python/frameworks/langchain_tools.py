"""langchain-mcp-adapters: each call of a tool opens a session of its own."""

import asyncio

from connections_client import caller_token, connections_http_client
from langchain_mcp_adapters.client import MultiServerMCPClient
from target import CALLER, URL, target


async def call() -> str:
    factory = connections_http_client(target())
    connection = {"transport": "streamable_http", "url": URL, "httpx_client_factory": factory}
    client = MultiServerMCPClient({"demo-notes": connection})  # type: ignore[dict-item]
    with caller_token(CALLER):
        tools = await client.get_tools()
        tool = next(each for each in tools if each.name == "list_notes")
        try:
            return str(await tool.ainvoke({}))
        except Exception as refused:
            # A failed result is a ToolException, which an agent shows to its model.
            return str(refused)


print(asyncio.run(call()))
