/** The journey of every provider: connect → inject → refresh → faults → dead grant → connect again → disconnect. */
import { expect } from 'vitest';
import { appKeyOf } from '../../src/broker/apps/app-key.ts';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { chooseTenant } from '../../src/broker/connect/choose-tenant.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { choiceOf } from '../../src/broker/connection/choice.ts';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { disconnect } from '../../src/broker/disconnect/disconnect.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import type { Connection } from '../../src/broker/records.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import type { Injection } from '../../src/contract/injection-messages.ts';
import { Secret } from '../../src/vault/secret.ts';
import { ADMIN, CLIENT, WORKSPACE, type World } from './world.ts';

const MINUTE = 60_000;

export async function runJourney(world: World): Promise<void> {
  const { ports, scripted, running, violations, logged } = world;
  const key = { workspaceId: WORKSPACE, connectionId: scripted.provider };
  await registerApp(world);

  const connection = await chosen(world, await connect(world));
  expect(violations).toEqual([]);
  expect(connection).toMatchObject({ status: 'active', accountLabel: scripted.expected.account });
  expect([...connection.grantedScopes].sort()).toEqual([...scripted.expected.scopes].sort());
  const { refreshDays } = scripted.expected;
  if (refreshDays !== undefined) {
    const end = connection.refreshExpiresAt ?? expect.unreachable();
    expect(Math.round((end - world.now()) / (24 * 60 * MINUTE))).toBe(refreshDays);
  }

  const first = await injected(world);
  const tokens = await openTokens(ports, key, connection);
  const access = tokens.access?.reveal() ?? '';
  expect(running.isLive(access)).toBe(true);
  const lowerCase = Object.fromEntries(
    Object.entries(first.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  expect(lowerCase).toEqual({ ...tokenHeader(scripted.expected, access), ...scripted.expected.apiHeaders });
  expect([...first.allowedHosts].sort()).toEqual([...scripted.expected.allowedHosts].sort());

  if (scripted.expected.refreshes !== true) expect((await tick(world)).due).toBe(0);
  if (scripted.expected.refreshes) await refreshes(world, access);

  // At the same tenant: nobody is asked again.
  const { status, tenantLabel } = await connect(world);
  expect({ status, tenantLabel }).toEqual({ status: 'active', tenantLabel: connection.tenantLabel });
  await ends(world);
  expect(violations).toEqual([]);
  for (const secret of [access, tokens.refresh?.reveal(), CLIENT.clientSecret]) {
    if (secret) expect(logged.join('\n')).not.toContain(secret);
  }
}

/** The connection at the tenant that the person means, of those that the consent reached. */
async function chosen(world: World, connection: Connection): Promise<Connection> {
  const { ports, scripted } = world;
  const { tenants } = scripted.expected;
  if (tenants === undefined) return connection;
  const key = { workspaceId: WORKSPACE, connectionId: scripted.provider };
  expect(connection.status).toBe('choice_needed');
  expect(connection.tenants?.map(({ label }) => label)).toEqual(tenants.labels);
  await expect(injected(world)).rejects.toThrow('not injected');
  const index = tenants.chosen;
  const record = await chooseTenant(ports, { caller: ADMIN, key, choice: choiceOf(connection), index });
  expect(record.tenantLabel).toBe(tenants.labels[index]);
  return record;
}

function tokenHeader({ tokenHeader: name }: World['scripted']['expected'], access: string) {
  return name === undefined ? { authorization: `Bearer ${access}` } : { [name]: access };
}

/** The platform's app, or the workspace's own where the provider has none for everybody. */
export async function registerApp({ ports, scripted }: World): Promise<void> {
  const { provider, app: variables } = scripted;
  const { clientId } = CLIENT;
  if (!variables) return putVerifiedApp(ports, { provider, clientId });
  const clientSecret = new Secret(CLIENT.clientSecret);
  const own = { caller: ADMIN, workspaceId: WORKSPACE, provider, clientId, clientSecret, variables };
  // The customers of the tests have no name in any DNS.
  await putOAuthApp({ ...ports, hosts: { ...ports.hosts, isPublic: async () => true } }, own);
}

/** The whole consent, as the person who starts it. */
export async function connect({ ports, scripted, running }: World) {
  const started = await startConnect(ports, {
    caller: ADMIN,
    workspaceId: WORKSPACE,
    provider: scripted.provider,
    variables: scripted.variables,
    scopes: scripted.scopes,
  });
  const callback = new URL(running.authorize(new URL(started.authorizationUrl)));
  const [, , , provider = '', owner = ''] = callback.pathname.split('/');
  const { connection } = await completeConnect(ports, {
    caller: ADMIN,
    workspaceId: WORKSPACE,
    sessionId: started.id,
    completionSecret: started.completionSecret,
    provider,
    owner,
    query: new Secret(callback.search.slice(1)),
  });
  return connection;
}

export async function injected({ ports, scripted, operationId }: World): Promise<Injection> {
  const operation = { id: operationId(), kind: 'call', server: `provider:${scripted.provider}`, tool: 'any' };
  const event = { version: '1', workspaceId: WORKSPACE, operation };
  const answer = await answerInjection({ ...ports, verifyCaller: undefined }, event);
  if (!answer.isAuthorized) throw new Error(`not injected: ${answer.context.reason}`);
  return answer.context;
}

const tick = ({ ports, now }: World) => runTick(ports, now() + MINUTE);
const read = async ({ ports, scripted }: World) => {
  const record = await ports.connections.read({ workspaceId: WORKSPACE, connectionId: scripted.provider });
  if (!record) throw new Error('no connection');
  return record;
};

async function refreshes(world: World, oldAccess: string): Promise<void> {
  const { ports, running, scripted, now } = world;
  const key = { workspaceId: WORKSPACE, connectionId: scripted.provider };
  const { generation } = await read(world);
  if (scripted.expected.refreshes === 'on demand') {
    expect((await refreshConnection(ports, { key, deadline: now() + MINUTE })).outcome).toBe('refreshed');
  } else await fallsDue(world);
  const record = await read(world);
  const fresh = (await openTokens(ports, key, record)).access?.reveal() ?? '';
  expect(record).toMatchObject({ generation: generation + 1, status: 'active' });
  expect(fresh).not.toBe(oldAccess);
  expect(running.isLive(fresh)).toBe(true);
  await meetsFault(world, running.throttleOnce, ['provider_throttled', 'provider_unavailable']);
  await meetsFault(world, running.refuseClientOnce, ['app_misconfigured']);
  running.endGrant();
  expect((await refreshConnection(ports, { key, deadline: now() + MINUTE })).outcome).toBe('dead');
  expect(await read(world)).toMatchObject({ status: 'reauthorization_required', reason: 'grant_revoked' });
}

async function fallsDue(world: World): Promise<void> {
  const { dueAt } = await read(world);
  if (dueAt === undefined) throw new Error('it is never due');
  world.advance(dueAt - world.now() + 1);
  expect((await tick(world)).outcomes).toEqual({ refreshed: 1 });
}

/** A fault kills nothing, and the next try succeeds. */
async function meetsFault(world: World, fault: () => void, reasons: string[]): Promise<void> {
  const { ports, scripted, now } = world;
  const key = { workspaceId: WORKSPACE, connectionId: scripted.provider };
  const refresh = () => refreshConnection(ports, { key, deadline: now() + MINUTE });
  fault();
  expect((await refresh()).outcome).toBe('failing');
  const record = await read(world);
  expect(record.status).toBe('refresh_failing');
  expect(reasons).toContain(record.reason);
  const { appOwner: owner, appVersion: version } = record;
  const appKey = appKeyOf({ owner, provider: scripted.provider, version });
  const pauseUntil = (await ports.appHealth.read({ appKey }))?.pauseUntil ?? 0;
  world.advance(Math.max(record.nextAttemptAt ?? 0, pauseUntil) - now() + 1);
  expect((await refresh()).outcome).toBe('refreshed');
}

async function ends(world: World): Promise<void> {
  const { ports, running, scripted } = world;
  const key = { workspaceId: WORKSPACE, connectionId: scripted.provider };
  const access = (await openTokens(ports, key, await read(world))).access?.reveal() ?? '';
  expect(running.isLive(access)).toBe(true);
  const receipt = await endConnection(ports, { key, actor: 'ada' });
  expect(world.violations).toEqual([]);
  expect(receipt.revocation.outcome).toBe(scripted.expected.revocation);
  if (scripted.expected.revocation === 'revoked') expect(running.isLive(access)).toBe(false);
  else expect(receipt.revocation.byHandAt).toMatch(/^https:/);
  const tombstone = await read(world);
  expect(tombstone.status).toBe('disconnected');
  expect(tombstone.sealedAccess).toBeUndefined();
}

/** A connection that nobody used for long, so that its access token has run out: connect → … → disconnect. */
export async function endsIdle(world: World): Promise<void> {
  const { ports, running, scripted } = world;
  const key = { workspaceId: WORKSPACE, connectionId: scripted.provider };
  await registerApp(world);
  await connect(world);
  const { accessExpiresAt } = await read(world);
  if (accessExpiresAt !== undefined) {
    world.advance(accessExpiresAt - world.now() + MINUTE);
    running.expireAccess();
  }
  const access = (await openTokens(ports, key, await read(world))).access?.reveal() ?? '';
  const { revocation: whenFresh, idleRevocation = whenFresh } = scripted.expected;
  const isRefreshed = scripted.expected.refreshes !== false;
  const receipt = await disconnect(ports, { caller: ADMIN, key });
  expect(world.violations).toEqual([]);
  expect(receipt.revocation.outcome).toBe(idleRevocation);
  if (idleRevocation === 'revoked')
    expect([running.isLive(access), isRefreshed && running.isGranted()]).toEqual([false, false]);
  else expect(receipt.revocation.byHandAt).toMatch(/^https:/);
  const tombstone = await read(world);
  expect(tombstone.status).toBe('disconnected');
  expect([tombstone.sealedAccess, tombstone.sealedRefresh]).toEqual([undefined, undefined]);
}
