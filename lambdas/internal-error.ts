import { PROBLEMS } from '../src/contract/problems.ts';

/** The answer of a function behind an API in place of an error that no other code caught. */
export function internalError() {
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
