/**
 * Errors whose meaning stands in the words: a connection must not die of them, or must.
 * Covers src/oauth/token-failure.ts, src/oauth/refused-answer.ts, src/providers/airtable.ts, src/providers/hubspot.ts, src/providers/salesforce.ts,
 * src/providers/zoom.ts.
 */
import { ResponseBodyError } from 'oauth4webapi';
import { expect, it } from 'vitest';
import type { Provider } from '../../src/oauth/provider.ts';
import { refusedAnswer } from '../../src/oauth/refused-answer.ts';
import { tokenFailure } from '../../src/oauth/token-failure.ts';
import { airtable } from '../../src/providers/airtable.ts';
import { hubspot } from '../../src/providers/hubspot.ts';
import { salesforce } from '../../src/providers/salesforce.ts';
import { zoom } from '../../src/providers/zoom.ts';

const grant = (words: string) => ({ error: 'invalid_grant', error_description: words });

it.each<[string, Provider, number, Record<string, string>, string]>([
  [
    'a spent code',
    zoom,
    400,
    { error: 'invalid_request', reason: 'Invalid authorization code' },
    'dead_grant',
  ],
  ['a dead token', zoom, 401, { error: 'invalid_grant', reason: 'Invalid Token!' }, 'dead_grant'],
  ['an owner gone', zoom, 400, { error: 'invalid_request', reason: 'Owner not found (4735)' }, 'dead_grant'],
  ['a superseded consent', zoom, 400, { error: 'invalid_request', code: '4741' }, 'dead_grant'],
  ['a disabled app', zoom, 400, { error: 'invalid_grant', code: '4717' }, 'configuration'],
  [
    'a wrong address',
    zoom,
    400,
    { error: 'invalid_request', reason: 'Redirect URI mismatch' },
    'configuration',
  ],
  ['a dead token', hubspot, 400, { status: 'BAD_REFRESH_TOKEN' }, 'dead_grant'],
  ['a wrong secret', hubspot, 400, { ...grant(''), status: 'BAD_CLIENT_SECRET' }, 'configuration'],
  ['a dead token', salesforce, 400, grant('expired access/refresh token'), 'dead_grant'],
  ['a person gone', salesforce, 400, grant('authentication failure'), 'dead_grant'],
  ['a rule of the org', salesforce, 400, grant('ip restricted or invalid login hours'), 'configuration'],
  ['a login rate', salesforce, 400, grant('login rate exceeded'), 'transient'],
  ['a blocked app', salesforce, 400, { error: 'OAUTH_APP_BLOCKED' }, 'configuration'],
  ['a refresh a moment ago', airtable, 409, grant(''), 'transient'],
])('%s', (_, { oauth }, status, body, kind) => {
  const spoken = oauth.dialect?.answer?.({ status, body }) ?? { status, body };
  const cause = spoken.body as Record<string, string>;
  const response = new Response(null, { status: spoken.status });
  const error = new ResponseBodyError('told by the provider', { cause, response } as never);
  expect(tokenFailure(refusedAnswer(error, oauth), oauth).kind).toBe(kind);
});
