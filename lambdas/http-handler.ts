import middy from '@middy/core';
import { handle } from 'hono/aws-lambda';
import { PROBLEMS } from '../src/contract/problems.ts';
import type { App } from '../src/http/serve-routes.ts';
import { lastResort } from './last-resort.ts';

/** A function behind the HTTP API (payload format 2.0). */
export function httpHandler(app: App) {
  const answer = handle(app) as (event: unknown, context: unknown) => Promise<unknown>;
  return middy((event: unknown, context: unknown) => answer(asRequest(event), context)).use(
    lastResort(internalError),
  );
}

/**
 * Hono's adapter writes what it cannot make a `Request` of to the log, message and stack, and answers in a form of its own.
 * So only the gateway's events get there, and those of GET and HEAD without a body, which means nothing (RFC 9110
 * section 9.3.1).
 */
function asRequest(event: unknown): object {
  const given = (event ?? {}) as { version?: unknown; requestContext?: { http?: { method?: unknown } } };
  const method = given.requestContext?.http?.method;
  if (given.version !== '2.0' || !method) throw new TypeError('not an event of the HTTP API');
  return method === 'GET' || method === 'HEAD' ? { ...given, body: undefined } : given;
}

function internalError() {
  const [status, title, detail] = PROBLEMS.internal;
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify({
      type: 'urn:connections:problem:internal',
      title,
      status,
      detail,
      code: 'internal',
    }),
  };
}
