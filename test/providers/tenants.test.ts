/**
 * Accounts that reach several tenants, and the person's choice.
 * Covers src/broker/connect/choose-tenant.ts, src/broker/connect/tenant-of-consent.ts, src/broker/connect/identify-owner.ts,
 * src/broker/connection/choice.ts, src/oauth/account/read-tenants.ts, src/broker/refresh/settle-due-item.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { accountEndpoint } from '../../local/scripted-providers/account-endpoint.ts';
import { atlassian } from '../../local/scripted-providers/providers/atlassian.ts';
import { docusign } from '../../local/scripted-providers/providers/docusign.ts';
import { xero, xeroSeveral } from '../../local/scripted-providers/providers/xero.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { chooseTenant } from '../../src/broker/connect/choose-tenant.ts';
import { describeConnection } from '../../src/broker/connection/describe-connection.ts';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import type { Connection } from '../../src/broker/records.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { readTenants } from '../../src/oauth/account/read-tenants.ts';
import type { ReadTenant } from '../../src/oauth/provider.ts';
import { xero as XERO } from '../../src/providers/xero.ts';
import { Secret } from '../../src/vault/secret.ts';
import { complete, consent } from './consenting.ts';
import { injected } from './run-journey.ts';
import { ADMIN, CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const KEY = { workspaceId: WORKSPACE, connectionId: 'xero' };
const MEMBER: Caller = { ...ADMIN, subject: 'ben', roles: new Map([[WORKSPACE, 'member']]) };
const LIST = 'GET api.xero.com/connections';

let world: World;
afterEach(() => world.close());

async function open(scripted: ScriptedProvider): Promise<World> {
  world = await openWorld(scripted);
  await putVerifiedApp(world.ports, { provider: scripted.provider, clientId: CLIENT.clientId });
  return world;
}

/** Xero, whose list of organisations is what `list` answers now. */
function xeroWith(list: () => unknown): ScriptedProvider {
  const answer: NonNullable<ScriptedProvider['endpoints']>[string] = (request, session) =>
    accountEndpoint({ account: list() as object, refused: { status: 401, body: '' } })(request, session);
  return { ...xero, endpoints: { ...xero.endpoints, [LIST]: answer } };
}

const tenant = (number: number, tenantName = `Company ${number}`) => ({
  tenantId: `11aa22bb-33cc-44dd-85ee-${String(number).padStart(12, '0')}`,
  tenantName,
});

const read = async (): Promise<Connection> => {
  const record = await world.ports.connections.read(KEY);
  if (!record) throw new Error('no connection');
  return record;
};
const choiceIn = (record: Connection) => describeConnection('xero', record).choice;
const choose = async (index: number, more: { caller?: Caller; choice?: string } = {}) =>
  chooseTenant(world.ports, {
    key: KEY,
    caller: more.caller ?? ADMIN,
    choice: more.choice ?? choiceIn(await read())?.id ?? '',
    index,
  });
const refusal = async (server = 'provider:xero') => {
  const operation = { id: world.operationId(), kind: 'call', server, tool: 'any' };
  const event = { version: '1', workspaceId: WORKSPACE, operation };
  const answer = await answerInjection({ ...world.ports, verifyCaller: undefined }, event);
  return answer.isAuthorized ? undefined : answer.context;
};

describe('an account with several tenants', () => {
  it('is stored, not injected, and works after the choice for that tenant alone', async () => {
    await open(xeroSeveral);
    const connection = await complete(world, await consent(world));
    expect(connection.status).toBe('choice_needed');
    expect(choiceIn(connection)).toMatchObject({ tenants: ['Demo Company (NZ)', 'Acme Limited'] });
    expect(await refusal()).toMatchObject({
      reason: 'reauthorization_required',
      connectUrl: expect.stringContaining('connect=xero'),
    });
    const chosen = await choose(1);
    expect(chosen).toMatchObject({ status: 'active', tenantLabel: 'Acme Limited' });
    expect(describeConnection('xero', chosen)).toMatchObject({ tenant: 'Acme Limited', choice: undefined });
    const { headers } = await injected(world);
    expect(headers['Xero-Tenant-Id']).toBe('11aa22bb-33cc-44dd-85ee-66ff77008899');
    await expect(choose(0, { choice: 'choice-1' })).rejects.toMatchObject({ code: 'connection_not_usable' });
  });

  it('T247: only who connected, or an admin, chooses, and only from this list', async () => {
    await open(xeroSeveral);
    const admin: Caller = { ...ADMIN, subject: 'cleo' };
    await complete(world, await consent(world, { caller: MEMBER }), MEMBER);
    const other: Caller = { ...MEMBER, subject: 'dan' };
    await expect(choose(0, { caller: other })).rejects.toMatchObject({ code: 'forbidden' });
    const stranger: Caller = { ...MEMBER, subject: 'eve', roles: new Map([['globex', 'admin']]) };
    await expect(choose(0, { caller: stranger })).rejects.toMatchObject({ code: 'not_found' });
    for (const index of [2, 99, -1, 0.5, Number.NaN])
      await expect(choose(index, { caller: MEMBER })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(choose(0, { caller: MEMBER, choice: 'choice-0' })).rejects.toMatchObject({
      code: 'connection_changed',
    });
    expect((await read()).status).toBe('choice_needed');
    expect(await choose(0, { caller: admin })).toMatchObject({ tenantLabel: 'Demo Company (NZ)' });
  });

  it('T247: a list that another consent replaced is not chosen from', async () => {
    let list = [tenant(1), tenant(2)];
    await open(xeroWith(() => list));
    const first = choiceIn(await complete(world, await consent(world)));
    list = [tenant(2), tenant(1)];
    await complete(world, await consent(world));
    await expect(choose(0, { choice: first?.id ?? '' })).rejects.toMatchObject({
      code: 'connection_changed',
    });
    expect(await choose(0)).toMatchObject({ tenantLabel: 'Company 2' });
  });

  it('is refreshed like any other, and a refresh keeps the status', async () => {
    await open(xeroSeveral);
    const before = await complete(world, await consent(world));
    world.advance((before.dueAt ?? 0) - world.now() + 1);
    expect((await runTick(world.ports, world.now() + MINUTE)).outcomes).toEqual({ refreshed: 1 });
    expect(await read()).toMatchObject({ status: 'choice_needed', generation: before.generation + 1 });
    world.running.throttleOnce();
    const refresh = () => refreshConnection(world.ports, { key: KEY, deadline: world.now() + MINUTE });
    expect((await refresh()).outcome).toBe('failing');
    expect((await read()).status).toBe('choice_needed');
    expect(await refusal()).toMatchObject({ reason: 'reauthorization_required' });
    const { nextAttemptAt = 0 } = await read();
    world.advance(nextAttemptAt - world.now() + 60 * MINUTE);
    expect((await refresh()).outcome).toBe('refreshed');
    expect(await choose(0)).toMatchObject({ status: 'active' });
    expect((await injected(world)).generation).toBe((await read()).generation);
  });

  it('T247: nobody chose for a day: the tick ends it and revokes at the provider', async () => {
    await open(xeroSeveral);
    await complete(world, await consent(world));
    const { access } = await openTokens(world.ports, KEY, await read());
    world.advance(DAY - MINUTE);
    await runTick(world.ports, world.now() + MINUTE);
    expect((await read()).status).toBe('choice_needed');
    world.advance(2 * MINUTE);
    await runTick(world.ports, world.now() + MINUTE);
    expect(await read()).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'revoked' } },
    });
    expect(world.running.isLive(access?.reveal() ?? '')).toBe(false);
    expect(world.running.isGranted()).toBe(false);
  });

  it('is disconnected like any other', async () => {
    await open(xeroSeveral);
    await complete(world, await consent(world));
    const receipt = await endConnection(world.ports, { key: KEY, actor: 'ada' });
    expect(receipt.revocation.outcome).toBe('revoked');
    expect(world.running.isGranted()).toBe(false);
    // The names of other companies are nobody's business any more.
    expect(await read()).not.toHaveProperty('tenants');
    expect(await read()).not.toHaveProperty('choiceUntil');
  });

  it('T247: a row that says active, or lost its list, gets no token out', async () => {
    await open(xeroSeveral);
    await complete(world, await consent(world));
    const edit = (set: object) => world.ports.connections.change(KEY, { expect: {}, set, writeId: 'edit' });
    await edit({ status: 'active' });
    expect(await refusal()).toMatchObject({ reason: 'reauthorization_required' });
    await edit({ tenants: undefined, facts: { tenantId: tenant(7).tenantId } });
    expect(await refusal()).toMatchObject({ reason: 'temporarily_unavailable' });
  });

  it('T247: a row that says active gets no token out, also where no call names the tenant', async () => {
    const sites = ['1324a887-45db-1bf4-1e99-ef0ff456d421', '2324a887-45db-1bf4-1e99-ef0ff456d422'];
    const answer = accountEndpoint({
      account: sites.map((id) => ({ id, name: id.slice(0, 4), url: 'https://acme.atlassian.net' })),
      refused: { status: 401, body: '' },
    });
    await open({
      ...atlassian,
      endpoints: {
        ...atlassian.endpoints,
        'GET api.atlassian.com/oauth/token/accessible-resources': answer,
      },
    });
    const key = { workspaceId: WORKSPACE, connectionId: 'atlassian' };
    await complete(world, await consent(world));
    await world.ports.connections.change(key, { expect: {}, set: { status: 'active' }, writeId: 'edit' });
    expect(await refusal('provider:atlassian')).toMatchObject({ reason: 'reauthorization_required' });
  });

  it('T247: a list in an edited row is not chosen from', async () => {
    await open(xeroSeveral);
    await complete(world, await consent(world));
    const tenants = [{ facts: { tenantId: tenant(7).tenantId }, label: 'Acme Limited' }];
    await world.ports.connections.change(KEY, { expect: {}, set: { tenants }, writeId: 'edit' });
    await expect(choose(0)).rejects.toMatchObject({ code: 'does_not_open' });
    expect((await read()).status).toBe('choice_needed');
  });

  it('waits with the choice while tokens are on their way', async () => {
    await open(xeroSeveral);
    await complete(world, await consent(world));
    const set = { attemptId: 'attempt', attemptAt: world.now() };
    await world.ports.connections.change(KEY, { expect: {}, set, writeId: 'edit' });
    await expect(choose(0)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect((await read()).generation).toBe(1);
  });
});

describe('a list of tenants', () => {
  it('T247: of 10,000 shows the first hundred', async () => {
    await open(xeroWith(() => Array.from({ length: 10_000 }, (_, index) => tenant(index))));
    const connection = await complete(world, await consent(world));
    expect(choiceIn(connection)?.tenants).toHaveLength(100);
    expect(await choose(99)).toMatchObject({ tenantLabel: 'Company 99' });
  });

  it('T247: names are text of a bounded length without control characters', async () => {
    const names = ['<script>alert(1)</script>', `a\u0000\u202eb${'x'.repeat(500)}`, '', 7];
    await open(xeroWith(() => names.map((name, index) => tenant(index, name as string))));
    const { tenants = [] } = choiceIn(await complete(world, await consent(world))) ?? {};
    expect(tenants[0]).toBe('<script>alert(1)</script>');
    expect(tenants[1]).toMatch(/^abx{118}$/);
    expect(tenants.every((label) => label.length > 0)).toBe(true);
  });

  it.each<[string, unknown, string]>([
    ['nothing', [], 'no_tenant'],
    ['no list', { error: 'x' }, 'provider_unreachable'],
    ['ids of another grammar alone', [{ tenantId: 'evil.example', tenantName: 'x' }], 'no_tenant'],
    ['a prototype', [{ __proto__: null, tenantId: ['x'] }], 'no_tenant'],
  ])('%s in it connects nothing, and the tokens are revoked', async (_what, list, code) => {
    await open(xeroWith(() => list));
    await expect(complete(world, await consent(world))).rejects.toMatchObject({ code });
    expect(await world.ports.connections.read(KEY)).toBeUndefined();
    expect(world.running.isGranted()).toBe(false);
  });

  it('T247: facts of no pattern of the provider are no tenant’s, whatever its file reads', async () => {
    await open(xero);
    const facts = {
      ...XERO.oauth,
      tenants: {
        endpoint: 'https://api.xero.com/connections',
        id: 'tenantId',
        read: (answer: unknown) => answer as ReadTenant[],
      },
    };
    const good = { facts: { tenantId: tenant(1).tenantId }, label: 'Acme' };
    const list = [
      good,
      { facts: { tenantId: 'evil.example' }, label: 'x' },
      { facts: { tenantId: tenant(2).tenantId, host: 'evil.example' }, label: 'x' },
      { facts: { tenantId: [tenant(3).tenantId] }, label: 'x' },
      { facts: {}, label: 'x' },
      good,
    ];
    const context = {
      facts,
      clientId: 'c',
      clientSecret: new Secret('s'),
      variables: {},
      fetch: async () => Response.json(list),
    };
    expect(await readTenants(context, new Secret('t'))).toEqual([good]);
  });

  it('one tenant is taken without a question', async () => {
    await open(xero);
    expect(await complete(world, await consent(world))).toMatchObject({
      status: 'active',
      tenantLabel: 'Acme Limited',
    });
  });

  it('T247: a host that is not the provider’s is no tenant, and no request goes there', async () => {
    const userinfo = 'GET account.docusign.com/oauth/userinfo';
    const account = (base_uri: unknown, is_default = true) => ({
      account_id: 'fe0b61a3-3b9b-4cd8-a0b7-d1f4e9a1e1aa',
      account_name: 'Acme',
      is_default,
      base_uri,
    });
    const hosts = [
      'https://evil.example',
      'https://na3.docusign.net.evil.example',
      'https://evil.example/docusign.net',
      'https://na3.docusign.net@evil.example',
      'http://na3.docusign.net',
      ['https://na3.docusign.net'],
    ];
    const answer = accountEndpoint({
      account: { sub: '4799e5e9', name: 'Ann', accounts: hosts.map((host) => account(host)) },
      refused: { status: 401, body: '' },
    });
    await open({ ...docusign, endpoints: { ...docusign.endpoints, [userinfo]: answer } });
    await expect(complete(world, await consent(world))).rejects.toMatchObject({ code: 'no_tenant' });
    expect(world.requests.filter((request) => request.includes('evil'))).toEqual([]);
  });
});

describe('a reconnect', () => {
  it('keeps its tenant if the list has it', async () => {
    let list = [tenant(1)];
    await open(xeroWith(() => list));
    await complete(world, await consent(world));
    list = [tenant(2), tenant(1), tenant(3)];
    expect(await complete(world, await consent(world))).toMatchObject({
      status: 'active',
      tenantLabel: 'Company 1',
      facts: { tenantId: tenant(1).tenantId },
    });
  });

  it('keeps it also where the list has it far behind', async () => {
    let list = [tenant(500)];
    await open(xeroWith(() => list));
    await complete(world, await consent(world));
    list = Array.from({ length: 1_000 }, (_, index) => tenant(index));
    expect(await complete(world, await consent(world))).toMatchObject({ tenantLabel: 'Company 500' });
  });

  it('without its tenant is another account: the stored tokens stay, the new ones are dropped', async () => {
    let list = [tenant(1), tenant(2)];
    await open(xeroWith(() => list));
    await complete(world, await consent(world));
    const before = await choose(1);
    list = [tenant(1)];
    await expect(complete(world, await consent(world))).rejects.toMatchObject({ code: 'account_mismatch' });
    expect(await read()).toEqual(before);
  });

  it('two tenants of one person are two accounts', async () => {
    await open(xeroSeveral);
    await complete(world, await consent(world));
    const first = await choose(0);
    const second = await complete(world, await consent(world, { label: 'acme' }));
    const key = { workspaceId: WORKSPACE, connectionId: 'xero~acme' };
    const choice = describeConnection('xero~acme', second).choice?.id ?? '';
    const chosen = await chooseTenant(world.ports, { caller: ADMIN, key, choice, index: 1 });
    expect(chosen.accountFingerprint).not.toBe(first.accountFingerprint);
    // They live on one grant of one person.
    expect(chosen.accountKey).toBe(first.accountKey);
  });
});
