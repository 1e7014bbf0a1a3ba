/**
 * A 200 has every header of the registration, each once, and nobody may keep it.
 * Covers client/src/door/serve/deliverable-headers.ts, client/src/door/serve/write-answer.ts,
 * client/src/door/serve/answer-gateway.ts.
 */
import { Agent } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { InjectionRequest } from '../../src/contract/injection-messages.ts';
import { BEARER, injected, type Outcome } from '../client/fake-injector.ts';
import { callOf, jwt, reasonOf, setUpDoor } from './set-up-door.ts';

const TWO = { server: { headers: ['X-Api-Token', 'X-Api-Region'] } };
const both = { 'X-Api-Token': 'token-of-the-call', 'X-Api-Region': 'eu' };
const giving = (more: object): Outcome => ({ answer: injected(more) });

it('T208 T209: an answer names its version, and may be kept by nobody', async () => {
  const { ask, lambda } = await setUpDoor();
  const { status, headers, body } = await ask({ body: callOf('search') });
  expect([status, body]).toEqual([200, '']);
  expect(headers).toMatchObject({
    authorization: BEARER,
    'cache-control': 'no-store',
    vary: '*',
    'x-connections-answer': '1',
    'content-length': '0',
  });
  expect(headers).not.toHaveProperty('etag');
  expect(lambda.requests).toHaveLength(1);
});

describe('T206: an answer without one of the registration’s headers is none', () => {
  it('has all of them, in the spelling of the configuration', async () => {
    const lower = Object.fromEntries(
      Object.entries(both).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const { ask } = await setUpDoor(TWO, giving({ headers: lower }));
    const { status, rawHeaders } = await ask();
    expect(status).toBe(200);
    for (const [name, value] of Object.entries(both))
      expect(rawHeaders.join('\n')).toContain(`${name}\n${value}`);
  });

  it.each<[string, object]>([
    ['one is missing', { headers: { 'X-Api-Token': 'token-of-the-call' } }],
    ['there is another one', { headers: { ...both, Authorization: BEARER } }],
    ['one is there in two spellings', { headers: { ...both, 'x-api-token': 'another' } }],
    ['one is empty', { headers: { ...both, 'X-Api-Region': '' } }],
    ['a query goes with it', { headers: both, query: { key: 'x' } }],
    ['a variable goes with it', { headers: both, env: { KEY: 'x' } }],
    ['it is for a session', { headers: both, binding: 'session' }],
    ['it is for a process', { headers: both, binding: 'process' }],
    ['a header is to be removed that no gateway removes', { headers: both, removeHeaders: ['X-New'] }],
  ])('%s', async (_what, more) => {
    const { ask } = await setUpDoor(TWO, giving(more));
    const answer = await ask();
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'not_deliverable']);
    expect(JSON.stringify(answer)).not.toContain('token-of-the-call');
  });

  it.each<[string, object]>([
    ['another host', { allowedHosts: ['other.example.com'] }],
    ['another port', { allowedHosts: ['mcp.example.com:8443'] }],
    ['another path of a shared host', { allowedUrl: 'https://mcp.example.com/tenant-2/' }],
    ['the past', { expiresAt: '2020-01-01T00:00:00Z' }],
  ])('T205: a token for %s goes nowhere', async (_what, more) => {
    const { ask } = await setUpDoor({}, giving(more));
    expect(reasonOf(await ask())).toBe('host_not_allowed');
  });
});

describe('T210: a value that cannot stand in a header gives a typed refusal', () => {
  it.each([
    ['CR LF', 'zq9\r\nX-Admin: 1'],
    ['LF', 'zq9\nb'],
    ['CR', 'zq9\rb'],
    ['NUL', 'zq9\0b'],
    ['a tab', 'zq9\tb'],
    ['DEL', 'zq9\x7fb'],
    ['Latin-1', 'zq9\xffb'],
    ['another script', 'zq9ökén'],
    ['64 kB', 'zq9'.repeat(21_846)],
    ['8 kB', 'zq9'.repeat(2731)],
    ['a blank at its end', 'zq9 '],
    ['a blank at its beginning', ' zq9'],
  ])('%s', async (_what, value) => {
    const { ask, log } = await setUpDoor({}, giving({ headers: { Authorization: value } }));
    const answer = await ask();
    expect(answer.status).toBe(403);
    expect(['not_deliverable', 'temporarily_unavailable']).toContain(reasonOf(answer));
    expect(JSON.stringify([answer, log])).not.toContain('zq9');
    expect(answer.rawHeaders.join()).not.toMatch(/x-admin/i);
  });

  it('the texts of a refusal stand in its body alone', async () => {
    const message = 'Connect\r\nX-Admin: 1 ünd \0';
    const connectUrl = 'https://dashboard.example.com/?connect=demo&scopes=%0d%0aX-Admin:1';
    const context = { reason: 'insufficient_scope', message, connectUrl, missingScopes: ['a\r\nX-Admin: 1'] };
    const { ask } = await setUpDoor({}, { answer: { isAuthorized: false, context } });
    const answer = await ask();
    expect([answer.status, JSON.parse(answer.body)]).toEqual([403, context]);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.rawHeaders.join('\n')).not.toMatch(/x-admin|connect\b|dashboard|scope/i);
  });
});

describe('T209: nothing is spent', () => {
  it.each(['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'TRACE'])('by %s', async (method) => {
    const { ask, lambda } = await setUpDoor();
    const answer = await ask({ method });
    expect(answer.status).toBe(405);
    expect(answer.rawHeaders.join()).not.toMatch(/authorization|bearer/i);
    expect(lambda.requests).toEqual([]);
  });

  it.each(['HEAD', 'OPTIONS', 'PUT', 'get', 'POST, POST', ''])(
    'by %j of the gateway’s client',
    async (method) => {
      const { ask, lambda } = await setUpDoor({ gateway: { forwardsMethod: true } });
      const answer = await ask({ headers: { 'x-forwarded-method': method } });
      expect([answer.status, answer.headers.authorization]).toEqual([405, undefined]);
      expect(lambda.requests).toEqual([]);
    },
  );
});

it('T209: two callers on one socket get their own tokens, each for one id', async () => {
  const own = ({ callerToken = '' }: InjectionRequest): Outcome => {
    const { sub } = JSON.parse(Buffer.from(callerToken.split('.')[1] ?? '', 'base64url').toString());
    return giving({ headers: { Authorization: `Bearer token-of-${sub}` } });
  };
  const { ask, lambda } = await setUpDoor({}, own);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const people = Array.from({ length: 1000 }, (_, index) => (index % 2 ? 'ada' : 'bob'));
  const answers = await Promise.all(
    people.map((sub) =>
      ask({ agent, body: callOf('search'), headers: { authorization: `Bearer ${jwt({ sub })}` } }),
    ),
  );
  expect(answers.map(({ headers }) => headers.authorization)).toEqual(
    people.map((sub) => `Bearer token-of-${sub}`),
  );
  expect(new Set(lambda.ids()).size).toBe(1000);
});
