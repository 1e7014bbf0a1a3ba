/**
 * Covers src/broker/connect/start-connect.ts, src/broker/connect/redirect-uri.ts, src/http/oauth-callback.ts,
 * src/http/refused-response-page.ts, src/broker/connect/pass-on-answer.ts, src/oauth/authorization-response.ts.
 */
import { createHash } from 'node:crypto';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerIn } from '../../local/demo/api-client.ts';
import { localDynamoDB, TABLE_NAME } from '../../local/ports.ts';
import { startWorld, visit, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const urlOf = (query: string, path = 'demo/verified') =>
  `${world.environment.urls.api}/oauth/callback/${path}${query}`;
const callback = (query: string, path?: string) => visit(urlOf(query, path));
const STRANGE = 'A'.repeat(43);

async function started(person = world.ada, workspace = 'acme') {
  const { body } = await person.start(workspace, { provider: 'demo' });
  const url = new URL(body.authorizationUrl);
  return { session: body, url, state: url.searchParams.get('state') as string };
}

const session = (id: string) => world.environment.ports.sessions.read({ sessionId: id });

describe('the callback refuses by its form, and by nothing else', () => {
  it.each([
    ['T001: a response without a state', '?code=abc'],
    ['T001: a response with an empty state', '?code=abc&state='],
    ['T042: tokens in the URL', `?access_token=secret-token&state=${STRANGE}`],
    ['T006: a parameter twice', `?code=a&code=b&state=${STRANGE}`],
    ['T006: a parameter twice, once in disguise', `?code=a&c%6fde=b&state=${STRANGE}`],
    ['a code that is too long', `?code=${'c'.repeat(4_097)}&state=${STRANGE}`],
    ['T035: a query that is too long', `?error=${'e'.repeat(6_144)}&state=${STRANGE}`],
    ['T035: a hostile error description', '?error=x&error_description=%3Cscript%3Ealert(1)%3C/script%3E'],
  ])('%s', async (_title, query) => {
    const { status, text, headers } = await callback(query);
    expect(status).toBe(400);
    expect(text).toBe((await callback('?code=abc')).text);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/,
    );
  });

  it('T040: with a page of the product: no part of the request, and a link to the dashboard', async () => {
    const { text, headers } = await callback('?code=c0de-leak');
    expect(text).toContain('This link does not work');
    expect(text).toContain(`href="${world.environment.urls.dashboard}/"`);
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(text) ?? [];
    expect(style).toContain('prefers-color-scheme:dark');
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`);
    expect(text).not.toContain('c0de-leak');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each(['HEAD', 'POST', 'PUT', 'OPTIONS'])('%s, with 405', async (method) => {
    const { state } = await started();
    const response = await fetch(urlOf(`?code=abc&state=${state}`), { method, redirect: 'manual' });
    expect(response.status).toBe(405);
  });
});

describe('the callback passes on whatever else comes, and writes nothing', () => {
  it.each<[string, () => Promise<string> | string, string?]>([
    ['T002: a forged state', () => `?code=abc&state=${STRANGE}`],
    ['T002: a malformed state', () => '?code=abc&state=%23%00'],
    ['T036: an error with a wrong state', () => `?error=access_denied&state=${STRANGE}`],
    [
      'T034: an error with the right state',
      async () => `?error=access_denied&state=${(await started()).state}`,
    ],
    [
      'T013 T014: another provider’s path',
      async () => `?code=a&state=${(await started()).state}`,
      'google/verified',
    ],
    [
      'T013 T019: another owner’s path',
      async () => `?code=a&state=${(await started()).state}`,
      'demo/globex',
    ],
    ['T015: another issuer', async () => `?code=a&iss=https://evil.example&state=${(await started()).state}`],
    ['a junk code', async () => `?code=junk&state=${(await started()).state}`],
    ['neither code nor error', async () => `?state=${(await started()).state}`],
  ])('%s', async (_title, query, path = 'demo/verified') => {
    const sent = await query();
    const before = await rows();
    const { status, location } = await callback(sent, path);
    expect(status).toBe(303);
    const [provider, owner] = path.split('/');
    expect(answerIn(location ?? '')).toEqual({ provider, owner, query: sent.slice(1) });
    expect(await rows()).toEqual(before);
  });

  it('T003: 50 times at the same time, and a good answer each time', async () => {
    const { session: flow } = await started();
    const url = await world.callbackUrl(flow.authorizationUrl);
    const before = await session(flow.id);
    const answers = await Promise.all(Array.from({ length: 50 }, () => visit(url)));
    expect(new Set(answers.map(({ status, location }) => `${status} ${location}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(303);
    expect(await session(flow.id)).toEqual(before);
  });

  it('T032 T039 T041: redirects by 303 to the fixed dashboard page, with no-store and no-referrer', async () => {
    const { session: flow } = await started();
    const url = new URL(await world.callbackUrl(flow.authorizationUrl));
    url.searchParams.set('returnTo', 'https://evil.example');
    const { status, location, headers } = await visit(url.href);
    expect(status).toBe(303);
    expect(location).toMatch(
      new RegExp(`^${world.environment.urls.dashboard}/#provider=demo&owner=verified&query=[\\w-]+$`),
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('T033: whatever host the request names, links come from configuration', async () => {
    const hostile = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
    const { session: flow } = await started();
    const { location } = await visit(await world.callbackUrl(flow.authorizationUrl), hostile);
    expect(location).toContain(world.environment.urls.dashboard);
    const response = await fetch(`${world.environment.urls.api}/v1/workspaces/acme/connect-sessions`, {
      method: 'POST',
      headers: {
        ...hostile,
        authorization: `Bearer ${world.tokens.ada}`,
        'content-type': 'application/json',
      },
      body: '{"provider":"demo"}',
    });
    expect(await response.text()).not.toContain('evil');
  });

  it('a query is passed on as it came: a provider’s proof can be over its bytes', async () => {
    const { state } = await started();
    const raw = `state=${state}&code=a%2Fb+c%7e&x=%e2%82%ac&y=&z`;
    expect(answerIn((await callback(`?${raw}`)).location ?? '').query).toBe(raw);
  });
});

describe('a start', () => {
  it('T004 T008: keeps neither state nor verifier nor secret in clear, and no two states alike', async () => {
    const { session: flow, state } = await started();
    const url = await world.callbackUrl(flow.authorizationUrl);
    await visit(url);
    const record = await session(flow.id);
    const dump = JSON.stringify(record) + Buffer.from(record?.sealedVerifier ?? []).toString('latin1');
    for (const secret of [state, new URL(url).searchParams.get('code') as string, flow.completionSecret]) {
      expect(secret.length).toBeGreaterThan(40);
      expect(dump).not.toContain(secret);
      expect(world.logged.join('\n')).not.toContain(secret);
    }
    // RFC 7636 section 4.2: the verifier is whatever has the challenge as its hash.
    const challenge = new URL(flow.authorizationUrl).searchParams.get('code_challenge');
    const windows = [...dump.matchAll(/(?=([\w-]{43}))/g)].map(([, window = '']) => window);
    expect(windows.length).toBeGreaterThan(0);
    const hashes = windows.map((window) => createHash('sha256').update(window).digest('base64url'));
    expect(hashes).not.toContain(challenge);
    const states = await Promise.all(Array.from({ length: 20 }, async () => (await started()).state));
    expect(new Set(states).size).toBe(20);
  });

  it('T031: answers a completion secret of 256 bits, another one each time', async () => {
    const secrets = await Promise.all(
      Array.from({ length: 20 }, async () => (await started()).session.completionSecret),
    );
    expect(new Set(secrets).size).toBe(20);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  it('T006 T007: the authorization URL carries a fresh S256 challenge', async () => {
    const [one, other] = [await started(), await started()];
    expect(one.url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(one.url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(one.url.searchParams.get('code_challenge')).not.toBe(other.url.searchParams.get('code_challenge'));
  });
});

/** The whole table. */
async function rows(): Promise<string> {
  const client = localDynamoDB(world.environment.tableSocket);
  const items: unknown[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE_NAME }))
    items.push(...Items);
  client.destroy();
  return JSON.stringify(items);
}
