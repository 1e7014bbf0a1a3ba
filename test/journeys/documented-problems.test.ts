/** Covers src/http/problems-of-route.ts, src/contract/problems.ts. */
import { expect, it } from 'vitest';
import { undocumentedProblem } from './documented-problems.ts';

it.each([
  ['GET', '/v1/workspaces/acme/connections', 'quota_exceeded', 'listConnections: quota_exceeded'],
  ['GET', '/v1/workspaces/acme/connections/demo', 'not_found', undefined],
  ['GET', '/v1/providers', 'forbidden', 'listProviders: forbidden'],
  ['POST', '/v1/providers', 'method_not_allowed', undefined],
])('a problem that the contract does not list is noticed: %s %s %s', (method, path, code, noticed) => {
  expect(undocumentedProblem(method, path, code)).toBe(noticed);
});
