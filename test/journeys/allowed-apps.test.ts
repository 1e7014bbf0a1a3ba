/**
 * A workspace, or the whole environment, that allows its own OAuth apps alone.
 * Covers src/broker/apps/app-policy.ts, src/broker/apps/put-app-policy.ts, src/broker/apps/list-providers.ts,
 * src/broker/connect/choose-app.ts, src/broker/connect/prepare-consent.ts, src/http/describe-app-policy.ts,
 * src/http/connections-api.ts.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../local/demo/api-client.ts';
import { allowedApps } from '../../src/broker/apps/app-policy.ts';
import type { AppPolicy } from '../../src/broker/records.ts';
import { ALLOWED_APPS_RULES } from '../../src/contract/environment.ts';
import { put } from '../adapters/samples.ts';
import { startWorld, type World } from './world.ts';

interface Answered {
  code?: string;
  allowed?: string;
  chosen?: string;
  chosenAt?: string;
  environment?: string;
}
const path = (workspace: string) => `/v1/workspaces/${workspace}/oauth-app-policy`;
const choose = (person: ApiClient, allowed: unknown, workspace = 'acme') =>
  person.request<Answered>('PUT', path(workspace), { allowed });
const policyOf = (person: ApiClient, workspace = 'acme') => person.request<Answered>('GET', path(workspace));
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as Answered).code];
const shownOf = async (person: ApiClient, query = '') => {
  const { status, body } = await person.request<{ providers?: { id: string; verifiedApp: string }[] }>(
    'GET',
    `/v1/providers${query}`,
  );
  return body.providers?.find(({ id }) => id === 'demo')?.verifiedApp ?? status;
};

let world: World;
const open = (options: Parameters<typeof startWorld>[0] = {}) => {
  beforeAll(async () => {
    world = await startWorld(options);
  });
  afterAll(() => world.close());
};
const key = { workspaceId: 'acme' };
const store = () => world.environment.ports.appPolicies;
const stored = async () => (await store().read(key)) as AppPolicy;

/** An own app of acme, with which consents are possible. */
async function ownApp(): Promise<void> {
  const app = { clientId: 'acme-own', clientSecret: 'secret-of-acme' };
  const redirectUris = [`${world.environment.urls.api}/oauth/callback/demo/acme`];
  await world.environment.demoProvider.registerClient({ ...app, redirectUris });
  expect((await world.ada.request('PUT', '/v1/workspaces/acme/oauth-apps/demo', app)).status).toBe(200);
}

describe('a workspace that allows its own OAuth apps alone', () => {
  open();
  afterEach(async () => {
    await choose(world.ada, 'verified-and-own');
  });

  it('is made so by an admin, for everybody, and tells so', async () => {
    expect(codeOf(await choose(world.bob, 'own-only'))).toEqual([403, 'forbidden']);
    expect(codeOf(await choose(world.mallory, 'own-only'))).toEqual([404, 'not_found']);
    expect(await store().read(key)).toBeUndefined();
    expect((await policyOf(world.bob)).body).toEqual({
      allowed: 'verified-and-own',
      environment: 'verified-and-own',
    });
    const { status, body } = await choose(world.ada, 'own-only');
    expect([status, body.allowed, body.chosen]).toEqual([200, 'own-only', 'own-only']);
    expect((await policyOf(world.bob)).body).toEqual(body);
    const page = await world.bob.request<{ activity: { type: string; actor: string }[] }>(
      'GET',
      '/v1/workspaces/acme/activity',
    );
    expect(page.body.activity[0]).toMatchObject({ type: 'verified_apps_refused', actor: 'ada' });
    await choose(world.ada, 'verified-and-own');
    const later = await world.bob.request<typeof page.body>('GET', '/v1/workspaces/acme/activity');
    expect(later.body.activity[0]).toMatchObject({ type: 'verified_apps_allowed', actor: 'ada' });
  });

  it.each([
    ['another value', { allowed: 'any' }],
    ['a list', { allowed: ['own-only'] }],
    ['nothing', {}],
    ['a member more', { allowed: 'own-only', workspaceId: 'globex' }],
  ])('T060: is not made by a body with %s', async (_title, body) => {
    expect(codeOf(await world.ada.request('PUT', path('acme'), body))).toEqual([400, 'invalid_request']);
  });

  it('starts no consent with a verified app, whatever a person wishes', async () => {
    await choose(world.ada, 'own-only');
    const wishes = [
      [world.bob, undefined],
      [world.bob, 'verified'],
      [world.ada, 'verified'],
    ] as const;
    for (const [person, app] of wishes)
      expect(codeOf(await person.start('acme', { provider: 'demo', ...(app && { app }) }))).toEqual([
        409,
        'app_not_allowed',
      ]);
    expect(await shownOf(world.bob, '?workspace=acme')).toBe('not_allowed');
    expect(await shownOf(world.bob)).toBe('available');
    expect(codeOf(await world.mallory.start('globex', { provider: 'demo' }))).toEqual([201, undefined]);
  });

  it('completes no consent with one that started before, and spends nothing', async () => {
    const returned = await world.consented(world.bob, 'acme', { provider: 'demo', label: 'late' });
    await choose(world.ada, 'own-only');
    expect(codeOf(await world.bob.complete('acme', returned))).toEqual([409, 'app_not_allowed']);
    expect((await world.bob.connections('acme')).body.connections).toEqual([]);
    // The code was not sent: it is still good.
    await choose(world.ada, 'verified-and-own');
    expect((await world.bob.complete('acme', returned)).status).toBe(200);
  });

  it('keeps the connections that it has', async () => {
    const refreshPath = '/v1/workspaces/acme/connections/demo~late/refresh';
    await choose(world.ada, 'own-only');
    world.advance(60_000);
    expect((await world.bob.request<{ outcome: string }>('POST', refreshPath)).body.outcome).toBe(
      'refreshed',
    );
    world.resetClock();
    expect(codeOf(await world.bob.start('acme', { provider: 'demo', label: 'late' }))).toEqual([
      409,
      'app_not_allowed',
    ]);
  });

  it('connects with its own app, without being asked for it', async () => {
    await ownApp();
    await choose(world.ada, 'own-only');
    const connected = await world.connect(world.bob, 'acme', { provider: 'demo', label: 'own' });
    expect(connected).toMatchObject({ app: { clientId: 'acme-own' } });
    expect(codeOf(await world.bob.start('acme', { provider: 'demo', app: 'verified' }))).toEqual([
      409,
      'app_not_allowed',
    ]);
  });

  it('does not tell a stranger what it allows', async () => {
    expect(codeOf(await policyOf(world.mallory))).toEqual([404, 'not_found']);
    expect(await shownOf(world.mallory, '?workspace=acme')).toBe(404);
    expect(await shownOf(world.mallory, '?workspace=nosuch')).toBe(404);
    expect(await shownOf(world.bob, '?workspace=a%23b')).toBe(400);
    expect(await shownOf(world.bob, '?other=acme')).toBe(400);
  });

  it('T176: a row that nobody with a key wrote widens nothing', async () => {
    await choose(world.ada, 'own-only');
    const honest = await stored();
    await choose(world.mallory, 'verified-and-own', 'globex');
    const foreign = (await store().read({ workspaceId: 'globex' })) as AppPolicy;
    const edits: Partial<AppPolicy>[] = [
      { allowed: 'verified-and-own' },
      { chosenAt: honest.chosenAt + 1 },
      { seal: new Uint8Array(64) },
      foreign,
    ];
    for (const edit of edits) {
      await store().change(key, put({ ...honest, ...edit }));
      const { status } = await world.bob.start('acme', { provider: 'demo', app: 'verified' });
      expect(status).toBe(500);
      await store().change(key, put(honest));
    }
    expect(codeOf(await world.bob.start('acme', { provider: 'demo', app: 'verified' }))).toEqual([
      409,
      'app_not_allowed',
    ]);
    await store().change(key, put({ ...honest, allowed: 'verified-and-own' }));
    expect((await choose(world.ada, 'own-only')).status).toBe(200);
    expect(codeOf(await world.bob.start('acme', { provider: 'demo', app: 'verified' }))).toEqual([
      409,
      'app_not_allowed',
    ]);
  });
});

describe('an environment that allows own OAuth apps alone', () => {
  open({ allowedApps: 'own-only' });

  it('wins over every choice of a workspace', async () => {
    const { status, body } = await choose(world.ada, 'verified-and-own');
    expect([status, body.allowed, body.chosen, body.environment]).toEqual([
      200,
      'own-only',
      'verified-and-own',
      'own-only',
    ]);
    for (const app of [undefined, 'verified'])
      expect(codeOf(await world.ada.start('acme', { provider: 'demo', ...(app && { app }) }))).toEqual([
        409,
        'app_not_allowed',
      ]);
    expect(await shownOf(world.ada)).toBe('not_allowed');
    expect(await shownOf(world.ada, '?workspace=acme')).toBe('not_allowed');
    await ownApp();
    expect((await world.connect(world.bob, 'acme')).status).toBe('active');
  });
});

describe('an environment in which a workspace must allow verified apps', () => {
  open({ allowedApps: 'own-unless-a-workspace-allows-verified' });

  it('takes a choice that is not there, or not there any more, as the strict one', async () => {
    const start = async () => codeOf(await world.bob.start('acme', { provider: 'demo' }));
    expect(await start()).toEqual([409, 'app_not_allowed']);
    expect(await shownOf(world.bob)).toBe('not_allowed');
    await choose(world.ada, 'verified-and-own');
    expect(await start()).toEqual([201, undefined]);
    expect(await shownOf(world.bob, '?workspace=acme')).toBe('available');
    await store().delete(key, {});
    expect(await start()).toEqual([409, 'app_not_allowed']);
  });
});

describe('what holds', () => {
  it('is never wider than the rule of the environment or than the choice', () => {
    const holds = ALLOWED_APPS_RULES.map((rule) =>
      ([undefined, 'verified-and-own', 'own-only'] as const).map((chosen) => allowedApps(rule, chosen)),
    );
    expect(holds).toEqual([
      ['verified-and-own', 'verified-and-own', 'own-only'],
      ['own-only', 'verified-and-own', 'own-only'],
      ['own-only', 'own-only', 'own-only'],
    ]);
  });
});
