/** Filters the response headers for the transport. Pure, except for the report of a leak. */
import type { AnswerSecrets } from './answer-secrets.ts';
import { isOfOneConnection } from './field-grammar.ts';
import { scrubText } from './scrub-bytes.ts';

/**
 * Headers that are dropped. A cookie would create a session at the server, and a challenge would start the transport's
 * own sign-in; the broker does both instead (T152). The last two describe the encoded bytes, which fetch has already
 * decoded.
 */
const DROPPED =
  /^(set-cookie2?|www-authenticate|authentication-info|clear-site-data|content-encoding|content-length)$/;

/** The headers without dropped ones and without the token. */
export function headersToReturn(headers: Headers, secrets: AnswerSecrets, onLeak: () => void): Headers {
  const kept = new Headers();
  for (const [name, value] of headers) {
    if (DROPPED.test(name) || isOfOneConnection(name)) continue;
    const cleanName = scrubText(name, { patterns: secrets.caselessPatterns, onFound: onLeak });
    if (cleanName === name)
      kept.append(name, scrubText(value, { patterns: secrets.patterns, onFound: onLeak }));
  }
  return kept;
}
