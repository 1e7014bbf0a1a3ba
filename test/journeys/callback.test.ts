/**
 * Covers src/broker/connect/start-connect.ts, src/broker/connect/receive-callback.ts,
 * src/broker/connect/redirect-uri.ts, src/broker/connect/consent-secrets.ts, src/http/oauth-callback.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fragmentOf, startWorld, visit, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const callback = (query: string, path = 'demo/verified') =>
  visit(`${world.environment.urls.api}/oauth/callback/${path}${query}`);

async function started(person = world.ada, workspace = 'acme') {
  const { body } = await person.start(workspace, { provider: 'demo' });
  const url = new URL(body.authorizationUrl);
  return { session: body, url, state: url.searchParams.get('state') as string };
}

const session = (id: string) => world.environment.ports.sessions.read({ sessionId: id });

describe('the callback refuses, alike and without a trace', () => {
  let rejected: { status: number; text: string };
  beforeAll(async () => {
    rejected = await callback('?code=abc');
  });

  it('T001: a response without a state', () => {
    expect(rejected.status).toBe(400);
    expect(rejected.text).toContain('This link does not work');
  });

  it.each([
    ['T002: a forged state', `?code=abc&state=${'A'.repeat(43)}`],
    ['T002: a malformed state', '?code=abc&state=%23%00'],
    ['T035: a hostile error description', '?error=x&error_description=%3Cscript%3Ealert(1)%3C/script%3E'],
    ['T036: an error with a wrong state', `?error=access_denied&state=${'B'.repeat(43)}`],
    ['T042: tokens in the URL', `?access_token=secret-token&state=${'A'.repeat(43)}`],
    ['a parameter twice', `?code=a&code=b&state=${'A'.repeat(43)}`],
  ])('%s', async (_title, query) => {
    const answer = await callback(query);
    expect({ status: answer.status, text: answer.text }).toEqual({
      status: rejected.status,
      text: rejected.text,
    });
  });

  it('T002: an expired state, by the clock and not by absence (T012)', async () => {
    const { state, session: flow } = await started();
    world.advance(10 * 60_000);
    const answer = await callback(
      `?code=abc&state=${state}&iss=${encodeURIComponent(world.environment.urls.demoProvider)}`,
    );
    world.advance(-10 * 60_000);
    expect(answer.status).toBe(400);
    expect((await session(flow.id))?.status).toBe('started');
  });

  it.each([
    ['T013 T014: another provider’s redirect URI', 'google/verified'],
    ['T013 T019: another app owner’s redirect URI', 'demo/globex'],
    ['an unknown provider', 'nosuch/verified'],
  ])('%s', async (_title, path) => {
    const { state, session: flow } = await started();
    const iss = encodeURIComponent(world.environment.urls.demoProvider);
    expect((await callback(`?code=abc&state=${state}&iss=${iss}`, path)).status).toBe(400);
    expect((await session(flow.id))?.status).toBe('started');
  });

  it.each([
    ['T015: another issuer', () => 'https://evil.example'],
    ['T017: the issuer with a trailing slash', () => `${world.environment.urls.demoProvider}/`],
    ['T017: the issuer in capitals', () => world.environment.urls.demoProvider.toUpperCase()],
  ])('%s', async (_title, issuer) => {
    const { state, session: flow } = await started();
    const answer = await callback(`?code=abc&state=${state}&iss=${encodeURIComponent(issuer())}`);
    expect(answer.status).toBe(400);
    expect((await session(flow.id))?.status).toBe('started');
  });

  it('T016: no issuer, where the provider is recorded as sending it', async () => {
    const { state, session: flow } = await started();
    expect((await callback(`?code=abc&state=${state}`)).status).toBe(400);
    expect((await session(flow.id))?.status).toBe('started');
  });
});

describe('the callback marks one session', () => {
  it('T003: once, of 50 at the same time', async () => {
    const { session: flow } = await started();
    const url = await world.callbackUrl(flow.authorizationUrl);
    const answers = await Promise.all(Array.from({ length: 50 }, () => visit(url)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(49);
    expect((await visit(url)).status).toBe(400);
  });

  it('T032 T039 T041: redirects by 303 to the fixed dashboard page, with no-store and no-referrer', async () => {
    const { session: flow } = await started();
    const url = new URL(await world.callbackUrl(flow.authorizationUrl));
    url.searchParams.set('returnTo', 'https://evil.example');
    const { status, location, headers } = await visit(url.href);
    expect(status).toBe(303);
    expect(location).toMatch(
      new RegExp(`^${world.environment.urls.dashboard}/#session=[\\w-]{43}&handle=[\\w-]{43}$`),
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

  it('T034: a refusal of the person ends the flow and nothing else', async () => {
    const { session: flow } = await started();
    const { status, location } = await visit(await world.callbackUrl(flow.authorizationUrl, 'Cancel'));
    expect(status).toBe(303);
    expect(fragmentOf(location)).toMatchObject({ session: flow.id, error: 'access_denied' });
    expect((await session(flow.id))?.status).toBe('ended');
    const { status: completed } = await world.ada.complete('acme', {
      session: flow.id,
      handle: 'A'.repeat(43),
    });
    expect(completed).toBe(404);
  });

  it('T004 T008: keeps neither state nor code nor handle in clear, and no two states alike', async () => {
    const { session: flow, state } = await started();
    const url = await world.callbackUrl(flow.authorizationUrl);
    const { location } = await visit(url);
    const record = await session(flow.id);
    const dump = JSON.stringify(record) + Buffer.from(record?.sealedCode ?? []).toString('latin1');
    for (const secret of [
      state,
      new URL(url).searchParams.get('code') as string,
      fragmentOf(location).handle,
    ]) {
      expect(secret.length).toBeGreaterThan(40);
      expect(dump).not.toContain(secret);
      expect(world.logged.join('\n')).not.toContain(secret);
    }
    const states = await Promise.all(Array.from({ length: 20 }, async () => (await started()).state));
    expect(new Set(states).size).toBe(20);
  });

  it('T006 T007: the authorization URL carries a fresh S256 challenge', async () => {
    const [one, other] = [await started(), await started()];
    expect(one.url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(one.url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(one.url.searchParams.get('code_challenge')).not.toBe(other.url.searchParams.get('code_challenge'));
  });
});
