/** The headers of one request: the transport's own, less what is not to travel on, plus what is injected. Pure. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { CallNotMade } from './errors.ts';
import { breaksALine, isOfOneConnection } from './field-grammar.ts';

/** Whoever called the runtime is known by these to the runtime alone (T148). */
const OF_THE_CALLER = ['authorization', 'cookie', 'cookie2'];

export interface HeaderSources {
  /** What the transport, and with it perhaps the MCP client, gave. */
  given: RequestInit['headers'];
  /** The runtime's own for this server. */
  own: Record<string, string> | undefined;
  injection: Pick<Injection, 'headers' | 'removeHeaders'> | undefined;
}

/** @throws {CallNotMade} `header_refused` */
export function headersToSend({ given, own = {}, injection }: HeaderSources): Headers {
  const headers = wellFormed(given);
  for (const name of notToTravelOn(headers)) headers.delete(name);
  for (const name of injection?.removeHeaders ?? []) headers.delete(name);
  // `set` knows no case, so what is injected replaces whatever was there under the name.
  for (const [name, value] of wellFormed(own)) headers.set(name, value);
  for (const [name, value] of Object.entries(injection?.headers ?? {})) headers.set(name, value);
  return headers;
}

/** RFC 9110 section 7.6.1: what `Connection` names is of this connection too. */
function notToTravelOn(headers: Headers): string[] {
  const named = (headers.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase());
  return [...headers.keys()].filter(
    (name) => isOfOneConnection(name) || OF_THE_CALLER.includes(name) || named.includes(name),
  );
}

/** `Headers` would trim a line break at an end, and quote the value in its error otherwise. */
function wellFormed(given: RequestInit['headers']): Headers {
  try {
    for (const parts of entriesOf(given)) if (parts.some(breaksALine)) throw new TypeError('line break');
    return new Headers(given);
  } catch {
    throw new CallNotMade('header_refused');
  }
}

function entriesOf(given: RequestInit['headers']): Iterable<readonly string[]> {
  if (given === undefined || given === null) return [];
  const isPairs = typeof (given as Iterable<unknown>)[Symbol.iterator] === 'function';
  return isPairs ? (given as Iterable<string[]>) : Object.entries(given as Record<string, string>);
}
