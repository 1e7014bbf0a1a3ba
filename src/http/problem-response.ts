import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { errorName } from '../broker/error-name.ts';
import { Problem } from '../broker/errors.ts';
import type { Log } from '../broker/ports.ts';
import { PROBLEMS, type ProblemCode, type ProblemExtensions } from '../contract/problems.ts';
import { VaultError } from '../vault/vault-error.ts';

/** RFC 9457 problem details with fixed texts. */
export function problemResponse(
  c: Context,
  code: ProblemCode,
  { retryAfter, ...more }: ProblemExtensions & { correlationId?: string } = {},
): Response {
  const [status, title, detail] = PROBLEMS[code];
  const body = { type: `urn:connections:problem:${code}`, title, status, detail, code, ...more };
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  // RFC 9110 section 15.5.14: the rest of the body is not read, so the connection cannot be used again.
  if (code === 'payload_too_large') headers.connection = 'close';
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  if (code === 'unauthenticated') headers['www-authenticate'] = 'Bearer';
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, headers);
}

/** The last resort for whatever a handler throws: a known problem, or `internal` with an id that finds it in the log. */
export function onError(log: Log, newCorrelationId: () => string) {
  return (error: unknown, c: Context): Response => {
    const code = codeOf(error);
    if (code !== 'internal' && code !== 'temporarily_unavailable')
      return problemResponse(c, code, error instanceof Problem ? error.details : {});
    const correlationId = newCorrelationId();
    log.error('request_failed', { correlationId, error: errorName(error), status: PROBLEMS[code][0] });
    return problemResponse(c, code, { correlationId });
  };
}

function codeOf(error: unknown): ProblemCode {
  if (error instanceof Problem) return error.code;
  // Hono's own refusals: malformed JSON.
  if (error instanceof HTTPException && error.status < 500) return 'invalid_request';
  if (error instanceof VaultError && error.code === 'key_unavailable') return 'temporarily_unavailable';
  return isAwsFault(error) ? 'temporarily_unavailable' : 'internal';
}

/** SDK service exceptions and network errors under them carry `$metadata`. */
function isAwsFault(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error;
}
