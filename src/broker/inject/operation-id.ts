/** The time of an operation id (RFC 9562 UUIDv7). Pure. */

/** The id's time in milliseconds since the epoch: its first 48 bits. */
export function operationTime(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The UTC day of the id's time, `YYYY-MM-DD`: the partition of its mark, always the same for one id. */
export function operationDay(id: string): string {
  return new Date(operationTime(id)).toISOString().slice(0, 10);
}
