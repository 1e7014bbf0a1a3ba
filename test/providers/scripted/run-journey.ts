/** The journey of every provider: connect → inject → refresh → faults → dead grant → connect again → disconnect. */
import { expect } from 'vitest';
import { appKeyOf } from '../../../src/broker/apps/app-key.ts';
import { putVerifiedApp } from '../../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../../src/broker/connect/complete-connect.ts';
import { receiveCallback } from '../../../src/broker/connect/receive-callback.ts';
import { startConnect } from '../../../src/broker/connect/start-connect.ts';
import { endConnection } from '../../../src/broker/disconnect/end-connection.ts';
import { answerInjection } from '../../../src/broker/inject/answer-injection.ts';
import { refreshConnection } from '../../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../../src/broker/refresh/tick.ts';
import { openTokens } from '../../../src/broker/tokens/open-tokens.ts';
import type { Injection } from '../../../src/contract/injection-messages.ts';
import { ADMIN, CLIENT, type Theatre, WORKSPACE } from './journey.ts';

const MINUTE = 60_000;

export async function runJourney(theatre: Theatre): Promise<void> {
  const { ports, script, play, complaints, logged } = theatre;
  const key = { workspaceId: WORKSPACE, connectionId: script.provider };
  await putVerifiedApp(ports, { provider: script.provider, clientId: CLIENT.clientId });

  const connection = await connect(theatre);
  expect(complaints).toEqual([]);
  expect(connection).toMatchObject({ status: 'active', accountLabel: script.expect.account });
  expect([...connection.grantedScopes].sort()).toEqual([...script.expect.scopes].sort());

  const first = await injected(theatre);
  const tokens = await openTokens(ports, key, connection);
  const access = tokens.access?.reveal() ?? '';
  expect(play.isLive(access)).toBe(true);
  const lowerCase = Object.fromEntries(
    Object.entries(first.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  expect(lowerCase).toEqual(script.expect.apiHeaders(access));
  expect([...first.allowedHosts].sort()).toEqual([...script.expect.allowedHosts].sort());

  if (script.expect.refreshes !== true) expect((await tick(theatre)).due).toBe(0);
  if (script.expect.refreshes) await refreshes(theatre, access);

  await connect(theatre);
  await ends(theatre);
  expect(complaints).toEqual([]);
  for (const secret of [access, tokens.refresh?.reveal(), CLIENT.clientSecret]) {
    if (secret) expect(logged.join('\n')).not.toContain(secret);
  }
}

/** The whole consent, as the person who starts it. */
export async function connect({ ports, script, play }: Theatre) {
  const started = await startConnect(ports, {
    caller: ADMIN,
    workspaceId: WORKSPACE,
    provider: script.provider,
    variables: script.variables,
    scopes: script.scopes,
  });
  const callback = new URL(play.authorize(new URL(started.authorizationUrl)));
  const [, , , provider = '', owner = ''] = callback.pathname.split('/');
  const returned = await receiveCallback(ports, { provider, owner, query: callback.searchParams });
  if (returned.kind !== 'returned') throw new Error(`the callback was ${returned.kind}`);
  const { sessionId, handle } = returned;
  return (await completeConnect(ports, { caller: ADMIN, workspaceId: WORKSPACE, sessionId, handle }))
    .connection;
}

export async function injected({ ports, script, operationId }: Theatre): Promise<Injection> {
  const operation = { id: operationId(), kind: 'call', server: `provider:${script.provider}`, tool: 'any' };
  const event = { version: '1', workspaceId: WORKSPACE, operation };
  const answer = await answerInjection({ ...ports, verifyCaller: undefined }, event);
  if (!answer.isAuthorized) throw new Error(`not injected: ${answer.context.reason}`);
  return answer.context;
}

const tick = ({ ports, now }: Theatre) => runTick(ports, now() + MINUTE);
const read = async ({ ports, script }: Theatre) => {
  const record = await ports.connections.read({ workspaceId: WORKSPACE, connectionId: script.provider });
  if (!record) throw new Error('no connection');
  return record;
};

async function refreshes(theatre: Theatre, oldAccess: string): Promise<void> {
  const { ports, play, script, now } = theatre;
  const key = { workspaceId: WORKSPACE, connectionId: script.provider };
  if (script.expect.refreshes === 'on demand') {
    expect((await refreshConnection(ports, { key, deadline: now() + MINUTE })).outcome).toBe('refreshed');
  } else await fallsDue(theatre);
  const record = await read(theatre);
  const fresh = (await openTokens(ports, key, record)).access?.reveal() ?? '';
  expect(record).toMatchObject({ generation: 2, status: 'active' });
  expect(fresh).not.toBe(oldAccess);
  expect(play.isLive(fresh)).toBe(true);
  await meetsFault(theatre, play.throttleOnce?.bind(play), ['provider_throttled', 'provider_unavailable']);
  await meetsFault(theatre, play.refuseClientOnce?.bind(play), ['app_misconfigured']);
  play.killGrant?.();
  expect((await refreshConnection(ports, { key, deadline: now() + MINUTE })).outcome).toBe('dead');
  expect(await read(theatre)).toMatchObject({ status: 'reauthorization_required', reason: 'grant_revoked' });
}

async function fallsDue(theatre: Theatre): Promise<void> {
  const { dueAt } = await read(theatre);
  if (dueAt === undefined) throw new Error('it is never due');
  theatre.advance(dueAt - theatre.now() + 1);
  expect((await tick(theatre)).outcomes).toEqual({ refreshed: 1 });
}

/** A fault kills nothing, and the next try succeeds. */
async function meetsFault(
  theatre: Theatre,
  fault: (() => void) | undefined,
  reasons: string[],
): Promise<void> {
  if (!fault) return;
  const { ports, script, now } = theatre;
  const key = { workspaceId: WORKSPACE, connectionId: script.provider };
  const refresh = () => refreshConnection(ports, { key, deadline: now() + MINUTE });
  fault();
  expect((await refresh()).outcome).toBe('failing');
  const record = await read(theatre);
  expect(record.status).toBe('refresh_failing');
  expect(reasons).toContain(record.reason);
  const { appOwner: owner, appVersion: version } = record;
  const appKey = appKeyOf({ owner, provider: script.provider, version });
  const pauseUntil = (await ports.appHealth.read({ appKey }))?.pauseUntil ?? 0;
  theatre.advance(Math.max(record.nextAttemptAt ?? 0, pauseUntil) - now() + 1);
  expect((await refresh()).outcome).toBe('refreshed');
}

async function ends(theatre: Theatre): Promise<void> {
  const { ports, play, script } = theatre;
  const key = { workspaceId: WORKSPACE, connectionId: script.provider };
  const access = (await openTokens(ports, key, await read(theatre))).access?.reveal() ?? '';
  expect(play.isLive(access)).toBe(true);
  const receipt = await endConnection(ports, { key, actor: 'ada' });
  expect(theatre.complaints).toEqual([]);
  expect(receipt.revocation.outcome).toBe(script.expect.revocation);
  if (script.expect.revocation === 'revoked') expect(play.isLive(access)).toBe(false);
  else expect(receipt.revocation.byHandAt).toMatch(/^https:/);
  const tombstone = await read(theatre);
  expect(tombstone.status).toBe('disconnected');
  expect(tombstone.sealedAccess).toBeUndefined();
}
