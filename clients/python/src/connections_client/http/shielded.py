"""Headers and addresses of a request whose secret parts only the transports of the HTTP library see.

The transports read `headers.raw` and `url.raw_path`; everything else reads something else: redirects copy the other
entries, event hooks and the library's log print the address, reporters print representations, and pickles store the
other entries. `self_check.py` proves this for the library that is installed.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from ..errors import ResponseRefused
from .library import Library

Pairs = tuple[tuple[str, str], ...]

_REMOVED: Final = b"[removed]"
IN_COPIES: Final = (":connections-token", "is in no copy")
"""A header that copies have in place of the token. HTTP has no such name, so no library sends a copy (RFC 9110 section 5.1)."""


class _SecretBytes(bytes):
    """Bytes that no representation shows."""

    def __repr__(self) -> str:
        return repr(_REMOVED)

    __str__ = __repr__


def shielded_headers(library: Library, public: Pairs, secret: Pairs, on_read: Callable[[], None]) -> Any:
    """Headers that show `public`, and send both. `on_read` is called when the secret part is read."""
    return _headers_class(library)(public, secret, on_read)


def shielded_url(library: Library, url: Any, raw_path: bytes, on_read: Callable[[], None]) -> Any:
    """An address that shows `url`, and asks for `raw_path`."""
    return _url_class(library)(url, raw_path, on_read)


@cache
def _headers_class(library: Library) -> Any:
    base: Any = library.Headers

    class ShieldedHeaders(base):  # type: ignore[misc, unused-ignore]
        def __init__(self, public: Pairs, secret: Pairs, on_read: Callable[[], None]) -> None:
            super().__init__(list(public), encoding="latin-1")
            self._on_read = on_read
            pairs: list[tuple[bytes, bytes]] = [
                (name.encode("ascii"), _SecretBytes(value.encode("ascii"))) for name, value in secret
            ]
            self._reveal: Callable[[], list[tuple[bytes, bytes]]] = lambda: pairs

        @property
        def raw(self) -> list[tuple[bytes, bytes]]:
            """A secret header replaces what was added under its name."""
            self._on_read()
            secret = self._reveal()
            names = {IN_COPIES[0].encode(), *(name.lower() for name, _ in secret)}
            return [*(pair for pair in super().raw if pair[0].lower() not in names), *secret]

        def __reduce__(self) -> Any:
            return base, (self.multi_items(),)

        def __copy__(self) -> Any:
            return base(self.multi_items())

        def __deepcopy__(self, memo: object) -> Any:
            return base(self.multi_items())

    return ShieldedHeaders


@cache
def _url_class(library: Library) -> Any:
    base: Any = library.URL

    class ShieldedURL(base):  # type: ignore[misc, unused-ignore]
        def __init__(self, url: Any, raw_path: bytes, on_read: Callable[[], None]) -> None:
            super().__init__(url)
            self._on_read = on_read
            secret = _SecretBytes(raw_path)
            self._reveal: Callable[[], bytes] = lambda: secret

        @property
        def raw_path(self) -> bytes:
            self._on_read()
            return self._reveal()

        @property
        def fragment(self) -> str:
            """The client asks for it when it builds the request that follows a redirect, and at no other time."""
            raise ResponseRefused("redirect")

        def __reduce__(self) -> Any:
            return base, (str(self),)

        def __copy__(self) -> Any:
            return base(str(self))

        def __deepcopy__(self, memo: object) -> Any:
            return base(str(self))

    return ShieldedURL
