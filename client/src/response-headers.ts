/** The response headers that a transport gets to see. Pure, but for the report of a leak. */
import { isOfOneConnection } from './field-grammar.ts';
import { scrubText } from './scrub-bytes.ts';

/**
 * Cookies would make sessions of a person at the server, and a challenge would start a transport's own sign-in there: both
 * are between broker and provider (T152). The last two describe bytes that fetch has decoded already.
 */
const DROPPED =
  /^(set-cookie2?|www-authenticate|authentication-info|clear-site-data|content-encoding|content-length)$/;

export function headersToReturn(headers: Headers, needles: readonly Buffer[], onLeak: () => void): Headers {
  const kept = new Headers();
  for (const [name, value] of headers) {
    if (DROPPED.test(name) || isOfOneConnection(name)) continue;
    if (needles.some((needle) => name.includes(needle.toString().toLowerCase()))) onLeak();
    else kept.append(name, scrubText(value, needles, onLeak));
  }
  return kept;
}
