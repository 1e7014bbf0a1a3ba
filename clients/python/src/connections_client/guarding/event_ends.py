"""Finds where the events of a stream end (WHATWG HTML section 9.2.5), reading each byte once."""

from typing import Final

_LF: Final = 10
_CR: Final = 13


class EventEnds:
    """Gets all bytes of one stream in order. An event ends with an empty line, and a line with CR, LF or both."""

    def __init__(self) -> None:
        self._is_behind_cr = False
        self._is_line_empty = False

    def find(self, chunk: bytes, start: int) -> int:
        """The index behind the first end of an event from `start` on; -1: the event goes on in the next chunk."""
        at = start
        while at < len(chunk):
            byte = chunk[at]
            is_second_half = byte == _LF and self._is_behind_cr
            self._is_behind_cr = byte == _CR
            at += 1
            if is_second_half:
                # The event ended with the CR already, which may have come alone: the LF is not kept back.
                if at - 1 == start and not self._is_line_empty:
                    return at
                continue
            if byte not in (_LF, _CR):
                self._is_line_empty = False
                at = self._to_line_end(chunk, at)
                continue
            if not self._is_line_empty:
                self._is_line_empty = True
                continue
            self._is_line_empty = False
            if byte == _CR and chunk[at : at + 1] == b"\n":
                self._is_behind_cr = False
                return at + 1
            return at
        return -1

    @staticmethod
    def _to_line_end(chunk: bytes, at: int) -> int:
        ends = [end for end in (chunk.find(b"\n", at), chunk.find(b"\r", at)) if end >= 0]
        return min(ends, default=len(chunk))
