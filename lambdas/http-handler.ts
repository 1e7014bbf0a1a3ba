import middy from '@middy/core';
import { handle } from 'hono/aws-lambda';
import { PROBLEMS } from '../src/contract/problems.ts';
import type { App } from '../src/http/serve-routes.ts';
import { lastResort } from './last-resort.ts';

/** A function behind the HTTP API (payload format 2.0). */
export function httpHandler(app: App) {
  return middy(handle(app) as (event: unknown, context: unknown) => Promise<unknown>).use(
    lastResort(internalError),
  );
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
