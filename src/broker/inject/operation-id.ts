/** What an operation id (RFC 9562 UUIDv7) says about itself. Pure. */

/** Milliseconds since the epoch: its first 48 bits. */
export function operationTime(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The UTC day of the id's own time: the partition of its mark, whoever asks and whenever. */
export function operationDay(id: string): string {
  return new Date(operationTime(id)).toISOString().slice(0, 10);
}
