/** The request of a gateway, with all values of each header. */
import type { IncomingMessage } from 'node:http';

export interface AskingRequest {
  method: string;
  /** The target as it was sent, not decoded. */
  target: string;
  /** All values by lower-case name, of all spellings. Node's own `headers` leaves some out and joins others. */
  headers: ReadonlyMap<string, readonly string[]>;
}

export function askingRequest({ method = '', url = '', rawHeaders }: IncomingMessage): AskingRequest {
  const headers = new Map<string, string[]>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[index + 1] as string]);
  }
  return { method, target: url, headers };
}

/** The value of a header that was sent once. Undefined: it was not sent. `false`: twice, or not in visible ASCII. */
export function plainHeader(
  { headers }: Pick<AskingRequest, 'headers'>,
  name: string,
): string | undefined | false {
  const [value, ...others] = headers.get(name.toLowerCase()) ?? [];
  if (value === undefined || value === '') return others.length === 0 ? undefined : false;
  return others.length === 0 && /^[\x20-\x7e]*$/.test(value) && value;
}
