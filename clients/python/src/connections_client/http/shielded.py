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


class _SecretBytes(bytes):
    """Bytes that no representation shows."""

    def __repr__(self) -> str:
        return repr(_REMOVED)

    __str__ = __repr__


def shielded_headers(library: Library, public: Pairs, secret: Pairs) -> Any:
    """Headers that show `public`, and send both."""
    return _headers_class(library)(public, secret)


def shielded_url(library: Library, url: Any, raw_path: bytes) -> Any:
    """An address that shows `url`, and asks for `raw_path`."""
    return _url_class(library)(url, raw_path)


@cache
def _headers_class(library: Library) -> Any:
    base: Any = library.Headers

    class ShieldedHeaders(base):  # type: ignore[misc, unused-ignore]
        def __init__(self, public: Pairs, secret: Pairs) -> None:
            super().__init__(list(public), encoding="latin-1")
            pairs: list[tuple[bytes, bytes]] = [
                (name.encode("ascii"), _SecretBytes(value.encode("ascii"))) for name, value in secret
            ]
            self._reveal: Callable[[], list[tuple[bytes, bytes]]] = lambda: pairs

        @property
        def raw(self) -> list[tuple[bytes, bytes]]:
            return [*super().raw, *self._reveal()]

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
        def __init__(self, url: Any, raw_path: bytes) -> None:
            super().__init__(url)
            secret = _SecretBytes(raw_path)
            self._reveal: Callable[[], bytes] = lambda: secret

        @property
        def raw_path(self) -> bytes:
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
