"""What httpcore tells of a request on its way: an extension of the request, which both HTTP libraries document."""

from collections.abc import Callable
from typing import Any

from .arrival import Arrival
from .departure import Departure

Trace = Callable[[str, Any], Any]


def trace_of(departure: Departure, arrival: Arrival, *, is_async: bool) -> Trace:
    """Checks what is about to be written, and cleans what was read."""

    def trace(event: str, info: Any) -> None:
        if event.endswith(".send_request_headers.started"):
            departure.look_at(info["request"])
        if event.endswith(".receive_response_headers.complete"):
            # Of HTTP/1.1 and of HTTP/2, the headers come last.
            arrival.clean(info["return_value"][-1])

    async def trace_async(event: str, info: Any) -> None:
        trace(event, info)

    return trace_async if is_async else trace
