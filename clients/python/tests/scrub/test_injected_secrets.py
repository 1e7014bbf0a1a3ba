"""Which values of an injection are secret."""

import base64
import json

import pytest

from connections_client.scrub import secrets_of

TOKEN = "ya29.A0+rSt/uVw_xYz-0123=456~789"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


DATA = encoded(json.dumps({"access_token": TOKEN, "site": "https://acme.example"}, separators=(",", ":")))
BASIC = encoded(f"ada@demo.test:{TOKEN}")


@pytest.mark.parametrize(
    ("injection", "expected"),
    [
        ({"headers": {"Authorization": f"Bearer {TOKEN}"}}, [TOKEN]),
        ({"headers": {"Authorization": f"Sentry-Bearer {TOKEN}"}}, [TOKEN]),
        ({"headers": {"X-Thing": TOKEN}}, [TOKEN]),
        ({"headers": {"Authorization": f"Basic {BASIC}"}}, [BASIC, TOKEN]),
        ({"headers": {}, "query": {"token": TOKEN}}, [TOKEN]),
        ({"headers": {"x-auth-data": DATA}}, [DATA, TOKEN]),
        (
            {"env": {"H": json.dumps({"Authorization": f"Bearer {TOKEN}", "Notion-Version": "2025-09-03"})}},
            [TOKEN],
        ),
        ({"headers": {"X-Mcp-Secret-TOKEN": TOKEN, "X-Cloud-Id": "11223344-a1b2-3344-5566-77889900aabb"}}, [TOKEN]),
        ({"headers": {"Authorization": f"Bearer :{TOKEN}"}}, [f":{TOKEN}", TOKEN]),
        ({"headers": {"Authorization": "Bearer :xxxxxxxxxxx"}}, [":xxxxxxxxxxx"]),
        ({"env": {"H": f"Foo : {TOKEN}"}}, [f": {TOKEN}", TOKEN]),
        ({"headers": {"Authorization": "Bearer short"}}, []),
        ({"headers": {"X-Auth-Url": "https://acme.example/x", "X-Auth-Host": "na1.my.salesforce.com"}}, []),
        ({"headers": {"Authorization": "Bearer xxx@x.xxxxxx", "X-Auth-Mail": "ada@demo.example"}}, ["xxx@x.xxxxxx"]),
        (
            {"headers": {"Authorization": f"Token token={TOKEN}", "X-Auth": f'key="{TOKEN}"'}},
            [f"token={TOKEN}", f'key="{TOKEN}"', TOKEN],
        ),
        ({"env": {"API_URL": "https://u:ya29.A0%2BrSt%2FuVw@acme.example/x"}}, ["ya29.A0+rSt/uVw"]),
        ({"headers": {"token": f"a{TOKEN}"}, "query": {"token": TOKEN}}, [f"a{TOKEN}", TOKEN]),
        ({"headers": {"Authorization": "Bearer 1000.8cb99d2f.9b8e7f66"}}, ["1000.8cb99d2f.9b8e7f66"]),
        ({"secrets": ["ada@demo.example"], "headers": {"Authorization": "Bearer x"}}, ["ada@demo.example"]),
        ({"secrets": ["abc%2Fdefghijk"]}, ["abc%2Fdefghijk", "abc/defghijk"]),
        ({"secrets": ["abc%2Fdef%ghijk"]}, ["abc%2Fdef%ghijk"]),
        ({"secrets": ["short"]}, []),
    ],
)
def test_secrets_of(injection, expected):
    found = secrets_of(injection)
    # The address of a database is a secret of its own only if nothing in it is named.
    assert sorted(text for text in found if "://" not in text) == sorted(expected)
