"""The ways in which a runtime can send requests with this client."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import httpx2

from connections_client import (
    ConnectionsAuth,
    HttpSettings,
    RequestTarget,
    ServerUnreachable,
    SessionTarget,
    connections_http_client,
    with_session,
)


@dataclass
class Reply:
    """What the transport got."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    url: str
    shown: str


@dataclass(frozen=True)
class Door:
    """`library` is `httpx` or `httpx2`."""

    name: str
    library: str
    is_async: bool
    is_auth: bool = False

    @property
    def module(self) -> Any:
        return {"httpx": httpx, "httpx2": httpx2}[self.library]

    @property
    def settings(self) -> HttpSettings:
        return HttpSettings(library=self.library)

    def in_loop(self, waiting: Any) -> Any:
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(waiting)
        finally:
            loop.close()

    def of_injector(self, injector: Any, name: str, *asked: Any) -> Callable[[], Any]:
        """A question, in the way of this door."""
        if self.is_async:
            return lambda: self.in_loop(getattr(injector, f"{name}_async")(*asked))
        return lambda: getattr(injector, name)(*asked)

    def own_error(self, error: Exception) -> BaseException:
        """With an Auth, errors of the connection are the HTTP library's. The README says so."""
        if self.is_auth and isinstance(error, self.module.TransportError):
            stands_for = ServerUnreachable()
            stands_for.__traceback__, stands_for.__context__ = error.__traceback__, error
            return stands_for
        return error

    @contextmanager
    def clients(self, target: RequestTarget) -> Iterator["Sender"]:
        """Sends through one client."""
        if self.is_auth:
            make = self.module.AsyncClient if self.is_async else self.module.Client
            client = make(auth=ConnectionsAuth(target), trust_env=False)
        else:
            factory = connections_http_client(target, self.settings)
            client = factory() if self.is_async else factory.sync_client()
        with _sending(self, client) as sender:
            yield sender

    @contextmanager
    def session(self, target: SessionTarget) -> Iterator[Any]:
        """Opens a session; `close` of what it gives ends the session early."""
        opened = with_session(target, self.settings)
        loop = asyncio.new_event_loop()
        try:
            factory = loop.run_until_complete(opened.__aenter__()) if self.is_async else opened.__enter__()
            client = factory()

            def close() -> None:
                if self.is_async:
                    loop.run_until_complete(opened.__aexit__(None, None, None))
                else:
                    opened.__exit__(None, None, None)

            yield Sender(self, client, loop), close
        finally:
            loop.close()


@contextmanager
def _sending(door: Door, client: Any) -> Iterator["Sender"]:
    loop = asyncio.new_event_loop()
    try:
        yield Sender(door, client, loop)
    finally:
        if door.is_async:
            loop.run_until_complete(client.aclose())
        else:
            client.close()
        loop.close()


@dataclass
class Sender:
    """Sends requests and reads their whole answers."""

    door: Door
    client: Any
    loop: asyncio.AbstractEventLoop

    def send(self, method: str, url: str, headers: list[tuple[str, str]], body: str | None, follow: bool) -> Reply:
        request = self._request(method, url, headers, body)
        if self.door.is_async:
            return self._reply(self.loop.run_until_complete(self.client.send(request, follow_redirects=follow)))
        return self._reply(self.client.send(request, follow_redirects=follow))

    def send_together(self, requests: list[Any]) -> list[Any]:
        """The replies and errors, in order. All requests go out at once, in tasks or threads."""
        built = [self._request(*request) for request in requests]
        if not self.door.is_async:
            with ThreadPoolExecutor(len(built)) as threads:
                return list(threads.map(self._reply_or_error, built))

        async def one(request: Any) -> Any:
            try:
                return self._reply(await self.client.send(request))
            except Exception as error:
                return error

        async def every() -> list[Any]:
            return await asyncio.gather(*(one(request) for request in built))

        return self.loop.run_until_complete(every())

    def _reply_or_error(self, request: Any) -> Any:
        try:
            return self._reply(self.client.send(request))
        except Exception as error:
            return error

    def _request(self, method: str, url: str, headers: Any, body: str | None) -> Any:
        return self.client.build_request(method, url, headers=self.door.module.Headers(headers), content=body)

    @staticmethod
    def _reply(response: Any) -> Reply:
        request = response.request
        return Reply(
            response.status_code,
            list(response.headers.multi_items()),
            response.content,
            str(request.url),
            f"{response!r} {request!r} {request.url} {request.headers!r}",
        )


DOORS = [
    Door("factory, sync, httpx", "httpx", is_async=False),
    Door("factory, async, httpx2", "httpx2", is_async=True),
    Door("auth, sync, httpx2", "httpx2", is_async=False, is_auth=True),
    Door("auth, async, httpx", "httpx", is_async=True, is_auth=True),
]
