"""One call through one client, whose kind a test chooses."""

import asyncio
from typing import Any

import httpx
import httpx2

from connections_client import ConnectionsAuth, HttpSettings, RequestTarget, connections_http_client

from .recorder import call


def client_of(library: Any, target: RequestTarget, is_auth: bool, is_async: bool) -> Any:
    """With an Auth, or of the factory."""
    if is_auth:
        make = library.AsyncClient if is_async else library.Client
        return make(auth=ConnectionsAuth(target), trust_env=False)
    factory = connections_http_client(target, HttpSettings(library=library.__name__))
    return factory() if is_async else factory.sync_client()


def posted(client: Any, url: str, **options: Any) -> Any:
    """The answer to a call, in the client's way."""
    if isinstance(client, (httpx.Client, httpx2.Client)):
        with client:
            return client.post(url, json=call(1), **options)

    async def post() -> Any:
        async with client:
            return await client.post(url, json=call(1), **options)

    return asyncio.run(post())
