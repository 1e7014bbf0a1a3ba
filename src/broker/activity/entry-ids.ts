/** The ids of entries of the activity as positions in time: UUIDv7, which sort by their first 48 bits (RFC 9562). Pure. */

/** The least id of a time, in milliseconds since the epoch. Times before the epoch, and beyond 48 bits, have that of the nearest. */
export function firstIdOf(time: number): string {
  const bounded = Math.min(Math.max(time, 0), 2 ** 48 - 1);
  const hex = bounded.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
