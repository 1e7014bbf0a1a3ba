/** Builds the headers of one request: those of the transport without the caller's credentials, and the injected ones. Pure. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { CallNotMade } from './errors.ts';
import { breaksALine, isOfOneConnection } from './field-grammar.ts';

/** The caller's credentials, which only the runtime may see (T148). */
const CALLER_CREDENTIALS = ['authorization', 'cookie', 'cookie2'];

export interface HeaderSources {
  /** The headers of the transport, which may come from the MCP client. */
  given: RequestInit['headers'];
  /** The runtime's own headers for this server. */
  own: Record<string, string> | undefined;
  injection: Pick<Injection, 'headers' | 'removeHeaders'> | undefined;
}

/** The headers to send. @throws {CallNotMade} `header_refused` */
export function headersToSend({ given, own = {}, injection }: HeaderSources): Headers {
  const headers = wellFormed(given);
  for (const name of notPassedOn(headers)) headers.delete(name);
  for (const name of injection?.removeHeaders ?? []) headers.delete(name);
  // `set` ignores case, so an injected header replaces one of the same name in any spelling.
  for (const [name, value] of wellFormed(own)) headers.set(name, value);
  for (const [name, value] of Object.entries(injection?.headers ?? {})) headers.set(name, value);
  return headers;
}

/** Headers that are not passed on. RFC 9110 section 7.6.1: fields that `Connection` names belong to this connection too. */
function notPassedOn(headers: Headers): string[] {
  const named = (headers.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase());
  return [...headers.keys()].filter(
    (name) => isOfOneConnection(name) || CALLER_CREDENTIALS.includes(name) || named.includes(name),
  );
}

/** Refuses line breaks before `Headers` sees them: it removes one at the end, and its error quotes the value otherwise. */
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
