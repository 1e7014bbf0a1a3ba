/**
 * Covers src/providers, src/oauth/dialects.ts, src/oauth/token-answer.ts, src/oauth/account/identify-account.ts,
 * src/oauth/revoke-token.ts.
 */
import { describe, expect, it } from 'vitest';
import { SCRIPTED_PROVIDERS } from '../../local/scripted-providers/all-providers.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { Problem } from '../../src/broker/errors.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { PROBLEMS } from '../../src/contract/problems.ts';
import { ProviderFetchError } from '../../src/oauth/provider-fetch.ts';
import { connect, registerApp } from './run-journey.ts';
import { CLIENT, canary, openWorld, WORKSPACE, type World } from './world.ts';

const CANARY = canary();
const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    });
const text =
  (body: string, status = 200, type = 'text/html') =>
  () =>
    new Response(body, { status, headers: { 'content-type': type } });

/** Nothing that a provider ever documented. Each holds the canary where it can. */
const ANSWERS: Record<string, () => Response> = {
  'a page of HTML': text(`<html>${CANARY}</html>`),
  nothing: text('', 200, 'application/json'),
  '204': () => new Response(null, { status: 204 }),
  'truncated JSON': text(`{"access_token":"${CANARY}`, 200, 'application/json'),
  null: json(null),
  'an array': json([CANARY]),
  'a number': json(7),
  'a deep object': text(`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`, 200, 'application/json'),
  'members of the wrong types': json({
    access_token: { a: CANARY },
    token_type: 7,
    expires_in: 'soon',
    scope: {},
    ok: 'yes',
    authed_user: 5,
  }),
  nulls: json({
    access_token: null,
    token_type: null,
    refresh_token: null,
    scope: null,
    authed_user: null,
    ok: null,
  }),
  'T149: a token with a line break': json({
    access_token: `${CANARY}\r\nX-Evil: 1`,
    token_type: 'bearer',
    ok: true,
  }),
  'T143: an instance URL of somebody else': json({
    access_token: CANARY,
    token_type: 'Bearer',
    instance_url: 'https://evil.example',
    id: 'https://evil.example',
    api_domain: 'https://evil.example',
    api_base_url_for_customer: 'https://evil.example',
  }),
  'T176: a prototype': text(
    `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"access_token":7}`,
    200,
    'application/json',
  ),
  'an error that is an object': json({ error: { message: CANARY } }, 400),
  'an error of a megabyte': json({ error: 'x'.repeat(900_000), error_description: CANARY }, 400),
  'T115: a redirect': () =>
    new Response('', { status: 302, headers: { location: `https://evil.example/${CANARY}` } }),
  '500 with a token in it': text(CANARY, 500),
  '401 with a challenge': json({ error_description: CANARY }, 401, {
    'www-authenticate': `Bearer error="${CANARY}"`,
  }),
  'T114: ok at status 200 and nothing else': json({ ok: true }),
  'T114: an error at status 200': json({ ok: false, error: CANARY }),
};

/** The same ports, with a provider that answers like this from now on. */
function against({ ports }: World, answer: () => Response): Ports {
  return { ...ports, fetch: async () => answer() };
}

function expectQuiet({ logged }: World): void {
  const log = logged.join('\n');
  expect(log).not.toContain(CANARY);
  expect(log).not.toContain(CLIENT.clientSecret);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

/** A problem below 500: the provider's fault is not told as ours. */
async function expectOurAnswer(act: Promise<unknown>, what: string): Promise<void> {
  const error = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return;
  expect(error, `${what}: ${error}`).toBeInstanceOf(Problem);
  expect(PROBLEMS[(error as Problem).code][0], what).toBeLessThan(500);
  expect(String((error as Problem).message)).not.toContain(CANARY);
}

describe('T114 T115 T143 T149 T176: whatever a provider answers, it is no 5xx of ours and nothing of it is logged', () => {
  // One variant of each provider: the definition is the same.
  const one = SCRIPTED_PROVIDERS.filter(
    (scripted, index) =>
      SCRIPTED_PROVIDERS.findIndex(({ provider }) => provider === scripted.provider) === index,
  );

  it.each(one)('$provider', async (scripted) => {
    const world = await openWorld(scripted);
    const { ports } = world;
    const key = { workspaceId: WORKSPACE, connectionId: scripted.provider };
    const deadline = () => world.now() + 60_000;
    try {
      await registerApp(world);
      for (const [name, answer] of Object.entries(ANSWERS)) {
        await expectOurAnswer(connect({ ...world, ports: against(world, answer) }), `exchange: ${name}`);
        expect((await ports.connections.read(key))?.status).toBeUndefined();
      }
      await connect(world);
      for (const [name, answer] of Object.entries(ANSWERS)) {
        const { outcome } = await refreshConnection(against(world, answer), { key, deadline: deadline() });
        // Where a provider has no instance URL, that answer is an ordinary one with a member too many.
        const ordinary = name.startsWith('T143') ? ['refreshed'] : [];
        expect(['failing', 'not_refreshable', 'not_yet', ...ordinary], `refresh: ${name}`).toContain(outcome);
        expect(JSON.stringify((await ports.connections.read(key))?.facts ?? {})).not.toContain('evil');
        world.advance(2 * 3_600_000);
      }
      // The function that refreshes for a revocation reaches nobody either.
      const revoker = { revoke: () => Promise.reject(new Error('no answer')) };
      const lost = {
        ...ports,
        revoker,
        fetch: () => Promise.reject(new ProviderFetchError('deadline', true)),
      };
      expect((await endConnection(lost, { key, actor: 'ada' })).revocation.outcome).toMatch(
        /pending|not_supported/,
      );
      expectQuiet(world);
    } finally {
      await world.close();
    }
  });
});
