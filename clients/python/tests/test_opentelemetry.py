"""T217: OpenTelemetry's instrumentation of httpx and httpx2 records no token, and the token arrives with its headers.

Covers src/connections_client/http/shielded_request.py, src/connections_client/http/departure.py,
src/connections_client/http/arrival.py.
"""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import httpx2
import pytest
from opentelemetry.instrumentation.httpx import HTTPX2ClientInstrumentor, HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from playing.posting import client_of, posted
from playing.recorder import Lambda, Recorder, Reply, target_for

CAPTURE = "OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_CLIENT_"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[str]]]:
    """All that the instrumentation has recorded, and that its hooks have got."""
    for part in ("REQUEST", "RESPONSE"):
        monkeypatch.setenv(f"{CAPTURE}{part}", ".*")
    hooked: list[str] = []
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))

    def hook(*seen: Any) -> None:
        hooked.extend(f"{each} {dict(each.headers or {})}" for each in seen[1:])

    async def hook_async(*seen: Any) -> None:
        hook(*seen)

    instrumentors = (HTTPXClientInstrumentor(), HTTPX2ClientInstrumentor())
    for each in instrumentors:
        each.instrument(
            tracer_provider=provider,
            request_hook=hook,
            response_hook=hook,
            async_request_hook=hook_async,
            async_response_hook=hook_async,
        )
    yield lambda: [*hooked, *(span.to_json() for span in exporter.get_finished_spans())]
    for each in instrumentors:
        each.uninstrument()


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
@pytest.mark.parametrize("is_auth", [True, False], ids=["auth", "factory"])
@pytest.mark.parametrize("is_async", [True, False], ids=["async", "sync"])
@pytest.mark.parametrize("placement", ["headers", "query"])
def test_it_works(seen: Any, library: Any, is_auth: bool, is_async: bool, placement: str) -> None:
    def reply(headers: dict[str, str], body: Any) -> Reply:
        token = headers.get("x-mcp-secret-demo", "canary-token-of-ada")
        return Reply(headers={"x-of-the-server": "1", "x-echo": token, f"x-{token}": "1", "set-cookie": f"a={token}"})

    with Recorder(reply) as recorder:
        target = target_for(Lambda(recorder.host, placement), caller="ada")
        assert posted(client_of(library, target, is_auth, is_async), recorder.url).status_code == 200
        [(path, headers, _)] = recorder.requests
        assert "canary-token-of-ada" in (path if placement == "query" else headers["x-mcp-secret-demo"])
        assert "traceparent" in headers
    recorded = seen()
    assert len(recorded) == 4
    assert any("x_of_the_server" in each for each in recorded)
    assert [each for each in recorded if "canary" in each] == []
