"""A server that records requests, and an injector whose token names the caller."""

import io
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from connections_client import Injector, RequestTarget


@dataclass(frozen=True)
class Reply:
    """What the recorder answers."""

    text: str = ""
    """In the result."""
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    reason: str = "OK"


def echo(headers: dict[str, str], body: Any) -> Reply:
    """Repeats the token in each part of the answer."""
    token = headers["x-mcp-secret-demo"]
    return Reply(f"I got {token}", {"x-echo": token, f"x-{token}": "1"}, reason=f"OK {token}")


class Recorder:
    """`with Recorder() as recorder:`. It answers each request with the id of its message, and with what `reply` says."""

    def __init__(self, reply: Callable[[dict[str, str], Any], Reply] = lambda headers, body: Reply()) -> None:
        self._reply = reply

    def __enter__(self) -> "Recorder":
        self.requests: list[tuple[str, dict[str, str], Any]] = []
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:  # noqa: N802
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                headers = {k.lower(): v for k, v in self.headers.items()}
                recorder.requests.append((self.path, headers, body))
                reply = recorder._reply(headers, body)
                content = [{"type": "text", "text": reply.text}] if reply.text else []
                answer = json.dumps({"jsonrpc": "2.0", "id": body["id"], "result": {"content": content}}).encode()
                self.send_response(reply.status, reply.reason)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: Any) -> None:
                return

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 1_024

        self._server = Server(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}/mcp"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class Lambda:
    """Answers an invocation with a token of its caller, and keeps the questions."""

    def __init__(self, host: str, placement: str = "headers") -> None:
        self._host, self._placement = host, placement
        self.asked: list[dict[str, Any]] = []

    def invoke(self, **invocation: Any) -> Any:
        question = json.loads(invocation["Payload"])
        self.asked.append(question)
        token = f"canary-token-of-{question.get('callerToken')}"
        place = {"X-Mcp-Secret-Demo": token} if self._placement == "headers" else {}
        context = {
            "connectionId": "demo",
            "generation": 1,
            "headers": place,
            "removeHeaders": [],
            "secrets": [token],
            "allowedHosts": [self._host],
            "binding": "request",
            "expiresAt": "2099-01-01T00:00:00Z",
            "maxUses": 1,
        }
        if self._placement == "query":
            context["query"] = {"key": token}
        answer = json.dumps({"isAuthorized": True, "context": context}).encode()
        return {"Payload": io.BytesIO(answer), "ResponseMetadata": {"RetryAttempts": 0}}


def target_for(injecting: Lambda, **options: Any) -> RequestTarget:
    return RequestTarget(Injector("token-injector", client=injecting), "acme", "notes", **options)


def call(number: int) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": "t", "arguments": {}}}
