"""The stub of clients/vectors, which plays and judges the cases."""

import json
import os
import shutil
import signal
import subprocess
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

VECTORS = Path(os.environ.get("CONNECTIONS_VECTORS") or Path(__file__).parents[3] / "vectors")


class Stub:
    """`with Stub() as stub:`"""

    def __enter__(self) -> "Stub":
        npx = shutil.which("npx")
        if npx is None:
            raise RuntimeError("the stub of the vectors needs Node (npx)")
        self._process = subprocess.Popen(
            [npx, "node", str(VECTORS / "stub.ts")],
            stdout=subprocess.PIPE,
            text=True,
            cwd=VECTORS.parents[1],
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self._control = json.loads(self._process.stdout.readline())["control"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Node is a child of npx, which passes no signal on.
        os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait()

    def cases(self) -> list[dict[str, Any]]:
        return self._asked("GET", "/cases")

    def start(self, name: str) -> dict[str, Any]:
        return self._asked("POST", f"/cases/{quote(name, safe='')}")

    def judge(self, name: str, report: dict[str, Any]) -> list[str]:
        """The differences."""
        return list(self._asked("POST", f"/cases/{quote(name, safe='')}/result", report)["differences"])

    def _asked(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self._control}{path}", data, method=method)
        # No proxy of the environment.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as response:
            return json.loads(response.read())
