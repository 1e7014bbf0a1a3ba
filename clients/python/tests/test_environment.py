"""T215: what the environment or a framework says of proxies, certificates and redirects does not count.

Covers src/connections_client/http/client_factory.py, src/connections_client/asking/lambda_client.py.
"""

import ssl
from pathlib import Path

import httpx
import httpx2
import pytest
from playing.recorder import Lambda, Recorder, call, target_for

from connections_client import HttpSettings, ServerUnreachable, connections_http_client
from connections_client.asking.lambda_client import default_lambda_client
from connections_client.http.client_factory import inner_transport


def test_proxies_and_netrc_are_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with Recorder() as recorder, Recorder() as proxy:
        (tmp_path / "netrc").write_text("machine 127.0.0.1 login of-netrc password of-netrc\n")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.host}")
        for library in ("httpx", "httpx2"):
            factory = connections_http_client(target_for(Lambda(recorder.host)), HttpSettings(library=library))
            with factory.sync_client(trust_env=True, proxy=f"http://{proxy.host}") as client:
                client.post(recorder.url, json=call(1))
        assert len(recorder.requests) == 2
        assert proxy.requests == []
        assert all("authorization" not in headers for _, headers, _ in recorder.requests)


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_certificates_are_verified(library: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    lax = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    lax.check_hostname = False
    lax.verify_mode = ssl.CERT_NONE
    inner_transport(library, "HTTPTransport", HttpSettings(ssl_context=lax))
    assert (lax.verify_mode, lax.check_hostname, lax.keylog_filename) == (ssl.CERT_REQUIRED, True, None)


def test_a_framework_cannot_switch_verification_or_redirects() -> None:
    factory = connections_http_client(target_for(Lambda("notes.example")))
    client = factory(verify=False, follow_redirects=True, trust_env=True)
    assert client.follow_redirects is False
    assert client.trust_env is False
    with pytest.raises(ValueError, match="takes no other auth"):
        factory(auth=httpx2.BasicAuth("a", "b"))


def test_a_lost_answer_is_no_second_use_of_an_id() -> None:
    injecting = Lambda("127.0.0.1:9")
    with (
        connections_http_client(target_for(injecting)).sync_client() as client,
        pytest.raises(ServerUnreachable),
    ):
        client.post("http://127.0.0.1:9/mcp", json=call(1))
    assert len(injecting.asked) == 1


def test_the_sdk_makes_one_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "local")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    client = default_lambda_client()
    assert client.meta.config.retries["total_max_attempts"] == 1  # type: ignore[attr-defined]
