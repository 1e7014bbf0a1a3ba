"""Finds where the events of a stream end (WHATWG HTML section 9.2.5), reading each byte once."""

import re
from typing import Final

_LINE_END: Final = re.compile(rb"[\r\n]")
_CR: Final = 0x0D


class EventEnds:
    """
    An event ends with an empty line, and a line with CR, LF or both. To be asked about all bytes of one stream, in order.
    """

    __slots__ = ("_is_behind_cr", "_is_line_empty")

    def __init__(self) -> None:
        self._is_behind_cr = False
        # A stream begins with a line, of which nothing has come.
        self._is_line_empty = False

    def find(self, chunk: bytes, start: int) -> int:
        """The place behind the first end of an event from `start` on; -1: the event goes on in the next chunk."""
        at = start
        while found := _LINE_END.search(chunk, at):
            place = found.start()
            if place > at:
                self._is_line_empty = self._is_behind_cr = False
            is_cr = chunk[place] == _CR
            is_second_half = not is_cr and self._is_behind_cr
            self._is_behind_cr = is_cr
            at = place + 1
            if is_second_half:
                # The event ended with the CR already, which may have come alone: the LF says nothing, so it is not kept back.
                if place == start and not self._is_line_empty:
                    return at
            elif not self._is_line_empty:
                self._is_line_empty = True
            else:
                self._is_line_empty = False
                if is_cr and chunk[at : at + 1] == b"\n":
                    self._is_behind_cr = False
                    return at + 1
                return at
        if at < len(chunk):
            self._is_line_empty = self._is_behind_cr = False
        return -1
