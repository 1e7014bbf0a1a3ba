import middy from '@middy/core';
import { defaultIsContentTypeBinary, handle } from 'hono/aws-lambda';
import type { App } from '../src/http/serve-routes.ts';
import { internalError } from './internal-error.ts';
import { lastResort } from './last-resort.ts';

/** The Lambda handler of a function behind the HTTP API (payload format 2.0). */
export function httpHandler(app: App) {
  const answer = handle(app, { isContentTypeBinary }) as (
    event: unknown,
    context: unknown,
  ) => Promise<unknown>;
  return middy((event: unknown, context: unknown) => answer(asRequest(event), context)).use(
    lastResort(internalError),
  );
}

/** Files leave as their bytes, in base64: read as a text, a file would lose its byte order mark (Encoding, "UTF-8 decode"). */
function isContentTypeBinary(contentType: string): boolean {
  return contentType.startsWith('text/csv') || defaultIsContentTypeBinary(contentType);
}

/**
 * The event, if it is one of the HTTP API; throws TypeError otherwise. Hono's adapter would log the message and stack of an event
 * that it cannot turn into a `Request`. A GET or HEAD with a body is such an event, so the body is removed: it has no meaning
 * (RFC 9110 section 9.3.1).
 */
function asRequest(event: unknown): object {
  const given = (event ?? {}) as { version?: unknown; requestContext?: { http?: { method?: unknown } } };
  const method = given.requestContext?.http?.method;
  if (given.version !== '2.0' || !method) throw new TypeError('the event is not one of the HTTP API');
  return method === 'GET' || method === 'HEAD' ? { ...given, body: undefined } : given;
}
