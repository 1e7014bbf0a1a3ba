"""New ids of operations."""

import uuid

from ..system import System


def new_operation_id(system: System) -> str:
    """A UUIDv7 in lower case (RFC 9562 section 5.7): 48 bits of Unix milliseconds, version, variant, 74 random bits."""
    value = bytearray(int(system.now()).to_bytes(6, "big") + system.random_bytes(10))
    value[6] = value[6] & 0x0F | 0x70
    value[8] = value[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(value)))
