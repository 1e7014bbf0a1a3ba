"""The bytes that are read, and what is known of them."""

from collections.abc import Sequence
from typing import Final

Reading = tuple[int, int]
"""One way to read: the code of the character, and the place behind it."""

DEPTH: Final = 3
"""How deep escapes may be within each other, as in JSON in JSON in a URL."""


class Input:
    """The bytes that are read."""

    __slots__ = ("data", "known", "ran_out", "steps_left")

    def __init__(self, data: bytes, steps_left: float) -> None:
        self.data = data
        self.ran_out = False
        """A reading needed bytes beyond the end. The caller sets it to false, and looks at it afterwards."""
        self.steps_left = steps_left
        """How many characters may still be read. A hostile answer could need a long time for each byte."""
        self.known: dict[int, tuple[Sequence[Reading], bool]] = {}
        """Readings of escapes, which several readers ask for, and whether these needed bytes beyond the end."""
