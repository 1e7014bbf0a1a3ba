/**
 * Covers src/broker/disconnect, src/broker/tokens/shared-grant.ts, src/broker/tokens/revoke-held-tokens.ts,
 * src/broker/workspace-mark.ts, local/demo/search-for-tokens.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appCredentials } from '../../src/broker/apps/oauth-app-credentials.ts';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { beginDisconnect, endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { finishDisconnect } from '../../src/broker/disconnect/finish-disconnect.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import type { DisconnectReceipt } from '../../src/contract/resources/receipt.ts';
import { refreshTokens } from '../../src/oauth/token-endpoint.ts';
import { Secret } from '../../src/vault/secret.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const HOUR = 3_600_000;
let labels = 0;
async function connected() {
  const label = `d${labels++}`;
  await world.connect(world.ada, 'acme', { provider: 'demo', label });
  const key = { workspaceId: 'acme', connectionId: `demo~${label}` };
  const { ports } = world.environment;
  const record = await ports.connections.read(key);
  if (!record) throw new Error('not connected');
  const { access, refresh } = await openTokens(ports, key, record);
  const [accessToken, refreshToken] = [access, refresh].map((token) => token?.reveal() ?? '');
  return { key, label, ports, accessToken: accessToken ?? '', refreshToken: refreshToken ?? '' };
}
const read = (key: { workspaceId: string; connectionId: string }) =>
  world.environment.ports.connections.read(key);
const worksAtProvider = async (accessToken: string) =>
  (
    await fetch(`${world.environment.urls.demoProvider}/api/notes`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
  ).status === 200;
/** With the demo provider's verified app, as token-refresh would. */
const refreshesAtProvider = async (refreshToken: string) => {
  const { ports } = world.environment;
  const verified = (await ports.apps.newest('verified', 'demo')) ?? expect.unreachable();
  const { uid: appUid, clientId } = verified;
  const app = { provider: 'demo', appOwner: 'verified', appVersion: 1, appUid, clientId };
  const credentials = await appCredentials(ports, { workspaceId: 'acme', connectionId: 'demo' }, app);
  const asked = { refreshToken: new Secret(refreshToken), redirectUri: '' };
  return refreshTokens(credentials ?? expect.unreachable(), asked).then(
    () => true,
    () => false,
  );
};
/** The same ports with an egress that answers the revocation endpoint itself. */
const revocationAnswers = (answer: () => Response): Ports => ({
  ...world.environment.ports,
  fetch: async (request) =>
    request.url.endsWith('/revoke') ? answer() : world.environment.ports.fetch(request),
});

describe('disconnect', () => {
  it('T136 T165: revokes at the provider, deletes the sealed tokens, and leaves a tombstone with its receipt', async () => {
    const { key, accessToken, refreshToken } = await connected();
    expect(await worksAtProvider(accessToken)).toBe(true);
    const { status, body } = await world.ada.disconnect('acme', key.connectionId);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      requestedBy: 'ada',
      revocation: {
        outcome: 'revoked',
        at: new URL(world.environment.urls.demoProvider).host,
        reach: 'token',
      },
      tokensDeletedAt: expect.any(String),
    });
    // What an injector handed out before is worth nothing any more, and the refresh token brings nothing new.
    expect(await worksAtProvider(accessToken)).toBe(false);
    expect(await refreshesAtProvider(refreshToken)).toBe(false);
    const tombstone = await read(key);
    expect(tombstone).toMatchObject({ status: 'disconnected', epoch: 2, generation: 1 });
    for (const gone of [
      'sealedAccess',
      'sealedRefresh',
      'accountKey',
      'dueAt',
      'dueShard',
      'leaseId',
    ] as const) {
      expect(tombstone?.[gone]).toBeUndefined();
    }
  });

  it('T160: twice, and 20 times at once, is one revocation and the same answer', async () => {
    const { key } = await connected();
    let revocations = 0;
    const ports = { ...world.environment.ports };
    const { fetch, connections } = ports;
    ports.fetch = (request) => {
      if (request.url.endsWith('/revoke')) revocations++;
      return fetch(request);
    };
    // Whoever waits goes on when the tombstone is written, however slow the provider is.
    const buried = Promise.withResolvers<void>();
    ports.connections = {
      ...connections,
      change: async (each, change) => {
        const changed = await connections.change(each, change);
        if (change.set.status === 'disconnected') buried.resolve();
        return changed;
      },
    };
    ports.clock = { ...ports.clock, sleep: () => buried.promise };
    const atOnce = Array.from({ length: 20 }, () => endConnection(ports, { key, actor: 'ada' }));
    const receipts = await Promise.all(atOnce);
    receipts.push(await endConnection(ports, { key, actor: 'bob' }));
    const stored = (await read(key))?.receipt;
    expect(revocations).toBe(1);
    for (const receipt of receipts) expect(receipt).toEqual(stored);
    expect(stored).toMatchObject({ requestedBy: 'ada', revocation: { outcome: 'revoked' } });
  });

  it('T160: a second half that comes late writes nothing over the tombstone and its receipt', async () => {
    const { key } = await connected();
    const begun = await beginDisconnect(world.environment.ports, { key, actor: 'ada' });
    const record = begun?.record ?? expect.unreachable();
    await finishDisconnect(world.environment.ports, key, record);
    const tombstone = await read(key);
    for (const status of [200, 503]) {
      const late = revocationAnswers(() => new Response('', { status }));
      world.advance(1_000);
      await finishDisconnect(late, key, record);
      expect(await read(key)).toEqual(tombstone);
    }
  });

  it('T156 T157: a revocation endpoint that is down leaves it inert and pending; the tick finishes it', async () => {
    const { key } = await connected();
    const ports = revocationAnswers(() => new Response('', { status: 503, headers: { 'retry-after': '2' } }));
    const receipt = await endConnection(ports, { key, actor: 'ada' });
    expect(receipt.revocation.outcome).toBe('pending');
    expect(receipt.tokensDeletedAt).toBeUndefined();
    expect(await read(key)).toMatchObject({ status: 'disconnecting', sealedRefresh: expect.anything() });
    expect(
      (await world.ada.start('acme', { provider: 'demo', label: key.connectionId.slice(5) })).status,
    ).toBe(409);
    expect((await world.environment.tick()).revocations).toBe(0);
    world.advance(60_000);
    expect((await world.environment.tick()).revocations).toBe(1);
    expect(await read(key)).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'revoked' } },
    });
  });

  it('T156: after a day of failures the sealed bytes go anyway, and the receipt says what to do by hand', async () => {
    const { key } = await connected();
    const ports = revocationAnswers(() => new Response('', { status: 500 }));
    await endConnection(ports, { key, actor: 'ada' });
    world.advance(25 * HOUR);
    const record = await read(key);
    if (!record) throw new Error('gone');
    await finishDisconnect(ports, key, record);
    const tombstone = await read(key);
    world.advance(-25 * HOUR);
    expect(tombstone).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'failed', byHandAt: expect.any(String) } },
    });
    expect(tombstone?.sealedRefresh).toBeUndefined();
  });

  it('T164: with the vault out of reach it is inert now and revoked later', async () => {
    const { key, accessToken } = await connected();
    const { VaultError } = await import('../../src/vault/vault-error.ts');
    const { vault } = world.environment.ports;
    const down = { ...vault, open: () => Promise.reject(new VaultError('key_unavailable')) };
    const receipt = await endConnection({ ...world.environment.ports, vault: down }, { key, actor: 'ada' });
    expect(receipt.revocation.outcome).toBe('pending');
    expect((await read(key))?.status).toBe('disconnecting');
    world.advance(60_000);
    await world.environment.tick();
    expect((await read(key))?.status).toBe('disconnected');
    expect(await worksAtProvider(accessToken)).toBe(false);
  });

  it('T159 T166: a refresh in flight cannot bring it back, and what it obtained is revoked', async () => {
    const { key } = await connected();
    const { ports } = world.environment;
    let obtained = '';
    const fetch: Ports['fetch'] = async (request) => {
      const answer = await ports.fetch(request);
      if (!request.url.endsWith('/token')) return answer;
      const body = (await answer.clone().json()) as { access_token: string };
      obtained = body.access_token;
      // The provider has rotated; the disconnect comes in before the answer is stored.
      const receipt = await endConnection(ports, { key, actor: 'ada' });
      expect(receipt.revocation.outcome).toBe('pending');
      return answer;
    };
    const report = await refreshConnection({ ...ports, fetch }, { key, deadline: world.now() + 60_000 });
    expect(report.outcome).toBe('moved');
    expect(obtained).not.toBe('');
    expect(await worksAtProvider(obtained)).toBe(false);
    expect(await read(key)).toMatchObject({ status: 'disconnecting', generation: 1, epoch: 2 });
    world.advance(60_000);
    await world.environment.tick();
    const tombstone = await read(key);
    expect(tombstone).toMatchObject({ status: 'disconnected', generation: 1 });
    expect(tombstone?.sealedAccess).toBeUndefined();
  });

  it('leaves a grant that another live connection shares, and says so', async () => {
    const [one, other] = [await connected(), await connected()];
    // The demo provider ends a token alone; a provider like Google ends the whole grant.
    const demo = world.environment.ports.catalogue.get('demo');
    if (demo?.oauth.revocation.kind !== 'rfc7009') throw new Error('unexpected facts');
    const revocation = { ...demo.oauth.revocation, reach: 'grant' as const };
    const catalogue = new Map([['demo', { ...demo, oauth: { ...demo.oauth, revocation } }]]);
    const ports = { ...world.environment.ports, catalogue };
    expect((await endConnection(ports, { key: one.key, actor: 'ada' })).revocation.outcome).toBe(
      'left_shared_grant',
    );
    expect(await worksAtProvider(other.accessToken)).toBe(true);
    expect((await read(one.key))?.sealedAccess).toBeUndefined();
  });

  it('T158: a provider without revocation: deleted here, and the receipt says where to withdraw by hand', async () => {
    const { key } = await connected();
    const demo = world.environment.ports.catalogue.get('demo');
    if (!demo) throw new Error('no demo');
    const revocation = { kind: 'none' as const, byHandAt: 'https://provider.example/apps' };
    const catalogue = new Map([['demo', { ...demo, oauth: { ...demo.oauth, revocation } }]]);
    const receipt = await endConnection({ ...world.environment.ports, catalogue }, { key, actor: 'ada' });
    expect(receipt).toMatchObject({
      revocation: { outcome: 'not_supported', byHandAt: 'https://provider.example/apps' },
    });
    expect(receipt.tokensDeletedAt).toBeDefined();
  });

  it('T161: leaves no token bytes in the table', async () => {
    const { key, accessToken } = await connected();
    const before = await read(key);
    await world.ada.disconnect('acme', key.connectionId);
    const { CALLS_TABLE_NAME, localDynamoDB, TABLE_NAME } = await import('../../local/ports.ts');
    const { searchForTokens } = await import('../../local/demo/search-for-tokens.ts');
    const client = localDynamoDB(world.environment.tableSocket);
    const sealed = Buffer.from(before?.sealedAccess ?? []).toString('latin1');
    const search = await searchForTokens(new Set([accessToken]), {
      client,
      tableNames: [TABLE_NAME, CALLS_TABLE_NAME],
      directories: [],
    });
    expect(search.items).toBeGreaterThan(0);
    expect(search.found).toBe(0);
    const { ScanCommand } = await import('@aws-sdk/client-dynamodb');
    const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE_NAME }));
    const binaries = Items.flatMap((item) =>
      Object.values(item).flatMap(({ B }) => (B ? [Buffer.from(B).toString('latin1')] : [])),
    );
    client.destroy();
    expect(sealed.length).toBeGreaterThan(33);
    expect(binaries).not.toContain(sealed);
  });

  it('T162: deleting a workspace makes everything inert at once; receipts follow by the tick; nothing new begins', async () => {
    await world.connect(world.mallory, 'globex', { provider: 'demo' });
    await world.connect(world.mallory, 'globex', { provider: 'demo', label: 'second' });
    const pending = await world.consented(world.mallory, 'globex', { provider: 'demo', label: 'third' });
    const { status } = await world.mallory.request('DELETE', '/v1/workspaces/globex');
    expect(status).toBe(202);
    const statuses = async () =>
      (await world.mallory.connections('globex')).body.connections.map((each) => each.status);
    expect(await statuses()).toEqual(['disconnecting', 'disconnecting']);
    expect((await world.mallory.complete('globex', pending)).body.code).toBe('workspace_deleted');
    expect((await world.mallory.start('globex', { provider: 'demo' })).body).toMatchObject({
      code: 'workspace_deleted',
    });
    world.advance(1_000);
    await world.environment.tick();
    expect(await statuses()).toEqual(['disconnected', 'disconnected']);
    const { body } = await world.mallory.request<{ activity: { type: string; outcome?: string }[] }>(
      'GET',
      '/v1/workspaces/globex/activity',
    );
    expect(body.activity.filter(({ type }) => type === 'disconnected').map(({ outcome }) => outcome)).toEqual(
      ['revoked', 'revoked'],
    );
  });

  it('an unknown connection is not found', async () => {
    expect(await world.ada.disconnect('acme', 'demo~nosuch')).toMatchObject({ status: 404 });
    const key = { workspaceId: 'acme', connectionId: 'demo~nosuch' };
    expect(await beginDisconnect(world.environment.ports, { key, actor: 'ada' })).toBeUndefined();
  });

  it('a tombstone can be connected again, under a higher epoch', async () => {
    const { key, label } = await connected();
    const receipt: DisconnectReceipt = (await world.ada.disconnect('acme', key.connectionId)).body;
    expect(receipt.revocation.outcome).toBe('revoked');
    await world.connect(world.ada, 'acme', { provider: 'demo', label });
    const record = await read(key);
    expect(record).toMatchObject({ status: 'active', epoch: 3, generation: 2 });
    expect(record?.receipt).toBeUndefined();
  });
});
