/** Seconds of a Retry-After header (RFC 9110 section 10.2.3). Undefined for its date form and for anything else. */
export function retryAfterOf({ headers }: Response): number | undefined {
  const value = headers.get('retry-after');
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}
