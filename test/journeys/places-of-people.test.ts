/**
 * What people ask of the function `connect` at endpoints of a tenant's own choice: completions, disconnects, and the checks of
 * apps and servers wait in places of that workspace, and whoever finds none loses nothing.
 * Covers src/broker/apps/places.ts, src/providers/chosen-hosts.ts, src/broker/apps/app-key.ts,
 * src/broker/connect/complete-connect.ts, src/broker/disconnect/disconnect.ts, src/broker/disconnect/end-connection.ts,
 * src/broker/disconnect/finish-disconnect.ts, src/broker/apps/put-oauth-app.ts, src/broker/servers/put-mcp-server.ts,
 * src/http/problem-response.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import type { CompleteInput } from '../../src/broker/connect/consent-flow.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { disconnect } from '../../src/broker/disconnect/disconnect.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { putMcpServer } from '../../src/broker/servers/put-mcp-server.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import { PLACES } from '../../src/contract/table.ts';
import { createConnect } from '../../src/http/connect.ts';
import { Secret } from '../../src/vault/secret.ts';
import { put } from '../adapters/samples.ts';
import { returnedConsent } from '../setup/returned-consent.ts';
import { heldOrDone, MINUTE, type PlacingStage, placingStage, tokens } from './placing.ts';

const CRM = 'custom~crm';
const FULL = { code: 'too_many_at_once', details: { retryAfter: LIMITS.providerDeadline / 1_000 } };
const adminOf = (workspaceId: string): Caller => ({
  issuer: 'https://idp.example',
  subject: `admin-of-${workspaceId}`,
  roles: new Map([[workspaceId, 'admin']]),
});

let stage: PlacingStage;
beforeEach(async () => {
  stage = await placingStage();
  const held = stage.ports.fetch;
  // Only what a provider does with codes and tokens is held.
  stage.ports.fetch = async (request) =>
    request.url.endsWith('/userinfo')
      ? Response.json({ sub: request.url, email: 'ada@crm.example' })
      : held(request);
});

const asked = () => stage.provider.waiting.length;
const held = async (workspaceId = 'acme') => {
  const record: Record<string, unknown> = { ...(await stage.ports.places.read({ workspaceId })) };
  return PLACES.filter((name) => record[name] !== undefined).length;
};
/** Another holder has all places of the workspace until a lease's end. */
const fill = (workspaceId: string, appKey: string) => {
  const text = `${stage.now() + LIMITS.lease}/a/${appKey}`;
  const all = Object.fromEntries(PLACES.map((name) => [name, text]));
  return stage.ports.places.change({ workspaceId }, put({ turn: 'x', ...all }));
};
const codesOf = async (results: Promise<unknown>[]) =>
  (await Promise.allSettled(results)).map((result) =>
    result.status === 'fulfilled'
      ? 'done'
      : ((result.reason as { code?: string }).code ?? String(result.reason)),
  );

/** The app of a custom provider with a revocation endpoint. */
function putCrm(workspaceId: string, provider = CRM, more: { issuer?: string } = {}) {
  const host = `crm.${workspaceId}.example`;
  const described = {
    authorizationEndpoint: `https://${host}/authorize`,
    tokenEndpoint: `https://${host}/token`,
    userinfoEndpoint: `https://${host}/userinfo`,
    revocationEndpoint: `https://${host}/revoke`,
  };
  const { issuer = `https://${host}` } = more;
  return putOAuthApp(stage.ports, {
    caller: adminOf(workspaceId),
    workspaceId,
    provider,
    clientId: 'client',
    clientSecret: new Secret('secret'),
    custom: { name: 'CRM', scopes: [], apiHosts: [host], issuer, ...(!more.issuer && described) },
  });
}

/** A consent whose browser has returned. */
async function returned(provider: string, label: string, workspaceId = 'acme'): Promise<CompleteInput> {
  const { ports } = stage;
  const asking = { caller: adminOf(workspaceId), workspaceId };
  const started = await startConnect(ports, { ...asking, provider, label });
  const owner = provider === CRM ? workspaceId : 'verified';
  return { ...asking, ...returnedConsent(started, { provider, owner }, { code: `code-${label}` }) };
}

async function manyReturned(count: number): Promise<CompleteInput[]> {
  await putCrm('acme');
  const inputs: CompleteInput[] = [];
  for (let at = 0; at < count; at++) inputs.push(await returned(CRM, `c${at}`));
  return inputs;
}

describe('ten completions at once at a slow custom provider', () => {
  it('hold four executions; the others are told when to come back, have lost nothing, and then succeed', async () => {
    const inputs = await manyReturned(10);
    const first = inputs.map((input) => completeConnect(stage.ports, input));
    await heldOrDone(stage.provider, first);
    expect([asked(), await held()]).toEqual([LIMITS.placesOfApp, LIMITS.placesOfApp]);
    stage.provider.open(tokens);
    const codes = await codesOf(first);
    expect(codes.toSorted()).toEqual([...Array(4).fill('done'), ...Array(6).fill('too_many_at_once')]);
    expect(await held()).toBe(0);
    const refused = inputs.filter((_, at) => codes[at] !== 'done');
    const again: unknown[] = [];
    for (const input of refused) again.push(await completeConnect(stage.ports, input));
    expect(again).toHaveLength(6);
    const all = await stage.ports.connections.list('acme');
    expect(all.map(({ record: { status } }) => status)).toEqual(Array(10).fill('active'));
  });

  it('leave another workspace’s at the same host, and this one’s at a host of the provider’s own, alone', async () => {
    const inputs = await manyReturned(4);
    await putCrm('globex');
    await putVerifiedApp(stage.ports, { provider: 'google', clientId: 'client-verified-google' });
    const [theirs, google] = [await returned(CRM, 'x', 'globex'), await returned('google', 'x')];
    await fill('acme', 'acme/custom~other/1');
    expect(await codesOf(inputs.map((input) => completeConnect(stage.ports, input)))).toEqual(
      Array(4).fill('too_many_at_once'),
    );
    expect(asked()).toBe(0);
    const others = [theirs, google].map((input) => completeConnect(stage.ports, input));
    await heldOrDone(stage.provider, others);
    expect([asked(), await held('globex')]).toEqual([2, 1]);
    stage.provider.open(tokens);
    await Promise.allSettled(others);
    expect(await held('globex')).toBe(0);
  });

  it('give their places back also where the provider refuses', async () => {
    const [input] = await manyReturned(1);
    stage.provider.open(() => Response.json({ error: 'invalid_grant' }, { status: 400 }));
    const attempt = completeConnect(stage.ports, input as CompleteInput);
    await expect(attempt).rejects.toMatchObject({ code: 'provider_rejected' });
    expect(await held()).toBe(0);
  });

  it('say over HTTP how many seconds to wait, as no fault of the service', async () => {
    const [input] = await manyReturned(1);
    const { sessionId, completionSecret, provider, owner, query, caller } = input as CompleteInput;
    await fill('acme', `acme/${CRM}/1`);
    const logged: string[] = [];
    const note = (event: string) => void logged.push(event);
    const log = { info: note, warn: note, error: note };
    const verifyCaller = async () => caller;
    const app = createConnect(stage.ports, { log, verifyCaller, newCorrelationId: () => 'an-id' });
    const complete = () =>
      app.request(`/v1/workspaces/acme/connect-sessions/${sessionId}/complete`, {
        method: 'POST',
        headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ provider, owner },
          completionSecret: completionSecret.reveal(),
          query: query.reveal(),
        }),
      });
    const response = await complete();
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await response.json()).toMatchObject({ code: 'too_many_at_once' });
    expect(logged).toEqual([]);
    stage.advance(LIMITS.lease);
    stage.provider.open(tokens);
    expect((await complete()).status).toBe(200);
  });
});

describe('a disconnect at a slow revocation endpoint', () => {
  const end = (key: ConnectionKey) => disconnect(stage.ports, { caller: adminOf(key.workspaceId), key });
  const statusOf = async (key: ConnectionKey) => (await stage.ports.connections.read(key))?.status;

  it('holds four executions; all connections are out of use at once, and a tick finishes the others', async () => {
    await putCrm('acme');
    const keys: ConnectionKey[] = [];
    for (let at = 0; at < 10; at++)
      keys.push(await stage.connect('acme', `${CRM}~c${at}`, { accountKey: `account-${at}` }));
    const receipts = keys.map(end);
    await heldOrDone(stage.provider, receipts);
    expect([asked(), await held()]).toEqual([4, 4]);
    expect(await Promise.all(keys.map(statusOf))).toEqual(Array(10).fill('disconnecting'));
    stage.provider.open(() => new Response(null, { status: 200 }));
    const outcomes = (await Promise.all(receipts)).map(({ revocation }) => revocation.outcome);
    expect(outcomes.toSorted()).toEqual([...Array(6).fill('pending'), ...Array(4).fill('revoked')]);
    expect(await held()).toBe(0);
    // The tick takes no places.
    await fill('acme', `acme/${CRM}/1`);
    expect((await runTick(stage.ports, stage.now() + MINUTE)).revocations).toBe(6);
    expect(await Promise.all(keys.map(statusOf))).toEqual(Array(10).fill('disconnected'));
  });

  it('that finds no place answers at once, also when it is asked for again', async () => {
    await putCrm('acme');
    const key = await stage.connect('acme', CRM);
    await fill('acme', `acme/${CRM}/1`);
    const before = stage.now();
    for (let time = 0; time < 2; time++)
      expect(await end(key)).toMatchObject({ revocation: { outcome: 'pending' } });
    expect([asked(), stage.now()]).toEqual([0, before]);
    const record = await stage.ports.connections.read(key);
    expect(record).toMatchObject({ status: 'disconnecting', epoch: 2, dueAt: before });
  });

  it('of another workspace, or at a host of the provider’s own, is not touched', async () => {
    await putCrm('globex');
    const theirs = await stage.connect('globex', CRM, { accountKey: 'theirs' });
    const google = await stage.connect('acme', 'google', { accountKey: 'ours' });
    await fill('acme', `acme/${CRM}/1`);
    stage.provider.open(() => new Response(null, { status: 200 }));
    for (const key of [theirs, google])
      expect(await end(key)).toMatchObject({ revocation: { outcome: 'revoked' } });
  });
});

describe('the checks of what an admin puts', () => {
  it('wait for metadata of an issuer in four places; the others come back', async () => {
    const issuer = 'https://slow.acme.example';
    const puts = Array.from({ length: 10 }, () => putCrm('acme', CRM, { issuer }));
    await heldOrDone(stage.provider, puts);
    expect([asked(), await held()]).toEqual([4, 4]);
    await expect(putCrm('acme', CRM, { issuer })).rejects.toMatchObject(FULL);
    // An app that names no host waits for nobody.
    const google = { provider: 'google', clientId: 'own', clientSecret: new Secret('own') };
    await putOAuthApp(stage.ports, { caller: adminOf('acme'), workspaceId: 'acme', ...google });
    stage.provider.open(() =>
      Response.json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
      }),
    );
    const codes = await codesOf(puts);
    expect(codes.filter((code) => code === 'too_many_at_once')).toHaveLength(6);
    expect(await held()).toBe(0);
    expect((await putCrm('acme', CRM, { issuer })).custom?.tokenEndpoint).toBe(`${issuer}/token`);
  });

  it('wait for the names of hosts there too', async () => {
    let letResolve: () => void = () => undefined;
    const resolved = new Promise<boolean>((resolve) => {
      letResolve = () => resolve(true);
    });
    let looked = 0;
    const isPublic = async () => {
      looked++;
      return resolved;
    };
    const ports = { ...stage.ports, hosts: { ...stage.ports.hosts, isPublic } };
    const gitlab = { provider: 'gitlab', clientId: 'own', clientSecret: new Secret('own') };
    const common = { caller: adminOf('acme'), workspaceId: 'acme' };
    const placement = { in: 'header' as const, name: 'Authorization', value: 'Bearer {accessToken}' };
    const server = {
      ...{ name: 'CRM', provider: 'google', url: 'https://crm.example/mcp', placements: [placement] },
      ...{ binding: 'request' as const, discovery: false, removeHeaders: [], scopes: [] },
    };
    const all = [
      ...Array.from({ length: 6 }, () =>
        putOAuthApp(ports, { ...common, ...gitlab, variables: { host: 'gitlab.acme.example' } }),
      ),
      ...Array.from({ length: 6 }, (_, at) => putMcpServer(ports, { ...common, serverId: `s${at}`, server })),
    ];
    const results = codesOf(all);
    // Those that find no place answer while the others wait.
    const early = new Set<number>();
    await new Promise<void>((resolve) => {
      all.forEach((one, at) => {
        one.catch(() => {
          early.add(at);
          if (early.size === 4) resolve();
        });
      });
    });
    expect([looked, await held()]).toEqual([8, 8]);
    letResolve();
    const codes = await results;
    expect(codes.filter((code) => code === 'too_many_at_once')).toHaveLength(4);
    expect(codes.slice(6).filter((code) => code === 'done')).toHaveLength(4);
    expect(await held()).toBe(0);
  });
});
