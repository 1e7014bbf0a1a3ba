/**
 * What release 1 sealed opens in this release and in every later one: test/fixtures/release-1, loaded as it is on the wire.
 * Covers src/broker/destination.ts, src/broker/sealed-places.ts, src/vault/envelope.ts, src/aws/table,
 * src/aws/escrow-document.ts.
 */
import { createHash } from 'node:crypto';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TABLE_NAME } from '../../local/ports.ts';
import { deleteOAuthApp } from '../../src/broker/apps/delete-oauth-app.ts';
import { findProvider } from '../../src/broker/apps/find-provider.ts';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { answerRotation } from '../../src/broker/data-key/answer-rotation.ts';
import { sessionDestination } from '../../src/broker/destination.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { verifierPlace } from '../../src/broker/sealed-places.ts';
import type { Injection } from '../../src/contract/injection-messages.ts';
import type { RotationRequest } from '../../src/contract/rotation.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { fill } from '../../src/oauth/resolve-facts.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { Secret } from '../../src/vault/secret.ts';
import { correctedProviders } from '../fixtures/corrected-catalogue.ts';
import { loadInto, type ReleaseFiles, readRelease, releaseFolder } from '../fixtures/release-files.ts';
import {
  ADMIN,
  openReleaseWorld,
  type ReleaseWorld,
  secretOf,
  WORKSPACE,
} from '../fixtures/release-world.ts';

const MINUTE = 60_000;
const RELEASE = await readRelease(releaseFolder('release-1'));
const { given } = RELEASE;
const REFRESHING = given.connections.filter(({ refreshes }) => refreshes);

const LATER = { S: 'an attribute of a later release' };
const withLaterAttributes: ReleaseFiles = {
  ...RELEASE,
  table: RELEASE.table.map((item) => ({ ...item, laterAttribute: LATER })),
};

describe.each<[string, readonly Provider[], ReleaseFiles]>([
  ['T133 rows of release 1', [...CATALOGUE.values()], RELEASE],
  ['T258 rows of release 1, beside a catalogue that was corrected', correctedProviders(), RELEASE],
  ['T167 rows of release 1 that a later release has added to', [...CATALOGUE.values()], withLaterAttributes],
])('%s', (_title, providers, files) => {
  let world: ReleaseWorld;
  const open = async () => {
    const masterKey = Buffer.from(given.masterKey, 'base64');
    world = await openReleaseWorld({ at: given.at, providers, masterKey });
    await loadInto(world, files);
  };
  const close = async () => {
    await world.close();
    // Whatever was asked of the rows left no error in the log, and no token.
    expect(world.logged.join()).not.toMatch(/\.(access|refresh|code)\.\d|secret/);
    const lines = world.logged.map((line) => JSON.parse(line) as { level: string; event: string });
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  };

  const keyOf = (connectionId: string) => ({ workspaceId: WORKSPACE, connectionId });
  const read = async (connectionId: string) =>
    (await world.ports.connections.read(keyOf(connectionId))) ?? expect.unreachable();
  const accessOf = async (connectionId: string) =>
    (await openTokens(world.ports, keyOf(connectionId), await read(connectionId))).access?.reveal();
  const asked = (what: string) => world.provider.asked.filter((one) => one.what === what);
  const lastAsked = (what: string) => asked(what).at(-1) ?? expect.unreachable();

  async function inject(connectionId: string, server: string): Promise<Injection> {
    const id = world.ports.random.uuidV7(world.now());
    const operation = { id, kind: 'call', server, tool: 'any' };
    const event = { version: '1', workspaceId: WORKSPACE, connectionId, operation };
    const answer = await answerInjection({ ...world.ports, verifyCaller: undefined }, event);
    return answer.isAuthorized ? answer.context : expect.unreachable(answer.context.reason);
  }

  /** The copy in the escrow comes before its connection is used. */
  const settled = () => runTick(world.ports, world.now() + MINUTE);

  /** The endpoints as the provider's file, or the row of the custom provider's app, has them now. */
  async function endpointsOf(connectionId: string) {
    const record = await read(connectionId);
    const { oauth, api } = (await findProvider(world.ports, record)) ?? expect.unreachable();
    const values = { ...record.variables, ...record.facts };
    return {
      tokenEndpoint: fill(oauth.tokenEndpoint, values),
      hosts: api.hosts.map((host) => fill(host, values)),
    };
  }

  describe('as they are', () => {
    beforeAll(open);
    afterAll(close);

    it.each(given.connections)('inject: $connectionId', async ({ connectionId, accessToken }) => {
      const { provider } = await read(connectionId);
      const { headers, allowedHosts } = await inject(connectionId, `provider:${provider}`);
      expect(headers.Authorization).toBe(`Bearer ${accessToken}`);
      expect(allowedHosts).toEqual((await endpointsOf(connectionId)).hosts);
    });

    it.each(given.servers)(
      'serve an own server: $serverId',
      async ({ serverId, connectionId, allowedHosts }) => {
        const { accessToken } =
          given.connections.find((each) => each.connectionId === connectionId) ?? expect.unreachable();
        const injection = await inject(connectionId, serverId);
        // Release 1 named the hosts that a spawned server calls as those to which a runtime sends the token.
        const isSpawned = injection.binding === 'process';
        expect(isSpawned ? injection.apiHosts : injection.allowedHosts).toEqual(allowedHosts);
        expect(Object.values({ ...injection.headers, ...injection.env })).toEqual([accessToken]);
      },
    );

    it.each(['google', 'salesforce', 'github', 'intercom'])(
      'begin a consent with the verified app of %s',
      async (provider) => {
        const input = { caller: ADMIN, workspaceId: WORKSPACE, provider, label: 'again' };
        const { authorizationUrl } = await startConnect(world.ports, input);
        expect(new URL(authorizationUrl).searchParams.get('client_id')).toBe(`${provider}-client`);
      },
    );
  });

  describe('one after the other, which touch nothing of each other,', () => {
    beforeAll(open);
    afterAll(close);

    it.each([...REFRESHING.map(({ connectionId }) => connectionId), given.escrowed])(
      'are refreshed where the catalogue says now: %s',
      async (connectionId) => {
        if (connectionId === given.escrowed) await settled();
        const { generation, clientId } = await read(connectionId);
        const before = (await accessOf(connectionId)) ?? expect.unreachable();
        const input = { key: keyOf(connectionId), deadline: world.now() + MINUTE };
        expect(await refreshConnection(world.ports, input)).toEqual({ outcome: 'refreshed' });
        const { url, presented, clientSecret } = lastAsked('refresh');
        expect(url).toBe((await endpointsOf(connectionId)).tokenEndpoint);
        expect(presented).toBe(before.replace('access', 'refresh'));
        expect(clientSecret).toBe(secretOf(clientId));
        expect((await read(connectionId)).generation).toBe(generation + 1);
        expect(await accessOf(connectionId)).toBe(before.replace(/\d+$/, String(generation + 1)));
      },
    );

    if (files === withLaterAttributes)
      it.each(REFRESHING)(
        'keep the attribute that this release does not know: $connectionId',
        async ({ connectionId }) => {
          await refreshConnection(world.ports, { key: keyOf(connectionId), deadline: world.now() + MINUTE });
          const Key = { pk: { S: `conn#${WORKSPACE}` }, sk: { S: connectionId } };
          const { Item } = await world.client.send(new GetItemCommand({ TableName: TABLE_NAME, Key }));
          expect(Item?.laterAttribute).toEqual(LATER);
        },
      );
  });

  describe('at their end', () => {
    beforeAll(open);
    afterAll(close);

    it.each([...given.connections.map(({ connectionId }) => connectionId), given.escrowed])(
      'are revoked and disconnected: %s',
      async (connectionId) => {
        if (connectionId === given.escrowed) await settled();
        const access = (await accessOf(connectionId)) ?? expect.unreachable();
        const before = asked('revoke').length;
        const { revocation } = await endConnection(world.ports, { key: keyOf(connectionId), actor: 'ada' });
        // Zendesk confirms no revocation.
        expect(revocation.outcome).toBe(connectionId.startsWith('zendesk') ? 'unconfirmed' : 'revoked');
        const revoked = asked('revoke').slice(before);
        expect(revoked.length).toBeGreaterThan(0);
        for (const { presented } of revoked)
          expect([access, access.replace('access', 'refresh')]).toContain(presented);
        expect(await read(connectionId)).toMatchObject({ status: 'disconnected' });
      },
    );
  });

  describe('all at once', () => {
    beforeEach(open);
    afterEach(close);

    it('end the consent that was open by a typed refusal: it has no completion secret', async () => {
      const { sessionId, codeChallenge } = given.session;
      const session = (await world.ports.sessions.read({ sessionId })) ?? expect.unreachable();
      const place = verifierPlace(sessionId, sessionDestination(session));
      const sealed = session.sealedVerifier ?? expect.unreachable();
      const both = (await world.ports.vault.open(place, sealed)).reveal();
      // Release 1 sealed verifier and state together.
      const [verifier, state] = [both.slice(0, 43), both.slice(43)];
      expect(createHash('sha256').update(verifier).digest('base64url')).toBe(codeChallenge);
      const path = { provider: session.provider, owner: session.appOwner };
      const completed = completeConnect(world.ports, {
        ...{ caller: ADMIN, workspaceId: WORKSPACE, sessionId, ...path },
        completionSecret: new Secret(given.session.handle ?? ''),
        query: new Secret(new URLSearchParams({ state, code: 'google-open.code.0' }).toString()),
      });
      await expect(completed).rejects.toMatchObject({ code: 'connect_session_not_found' });
      expect(asked('exchange')).toEqual([]);
    });

    it('settle the copy that waits in the escrow', async () => {
      expect((await settled()).reconciled).toBe(1);
      expect((await world.ports.escrow.list(1)).paths).toEqual([]);
      expect(await read(given.escrowed)).toMatchObject({ status: 'active', generation: 2 });
      expect(await accessOf(given.escrowed)).toBe('zendesk-late.access.2');
    });

    it('are resealed under a new data key, and the key of release 1 goes', async () => {
      const ask = (kind: RotationRequest['kind']) =>
        answerRotation(world.rotation, { version: '1', kind }, world.now() + MINUTE);
      world.advance(LIMITS.retiredKeyWait + 1);
      expect(await ask('begin')).toEqual({ version: 2, isNew: true });
      await settled();
      const before = await accessOf('google');
      expect(await ask('reseal')).toMatchObject({ unopened: 0 });
      expect(await ask('check')).toMatchObject({ old: 0, unopened: 0 });
      world.advance(LIMITS.retiredKeyWait + 1);
      expect(await ask('retire')).toMatchObject({ retired: { keys: [1] } });
      expect(await accessOf('google')).toBe(before);
    });

    it('have an own app whose secret is replaced, and whose client gets a version of its own', async () => {
      const app = { caller: ADMIN, workspaceId: WORKSPACE, provider: 'zendesk' };
      const put = (clientId: string, secret: string) =>
        putOAuthApp(world.ports, { ...app, clientId, clientSecret: new Secret(secret) });
      expect(await put('zendesk-client', 'another-secret')).toMatchObject({ version: 1 });
      expect(await put('zendesk-client-2', 'secret-2')).toMatchObject({ version: 2 });
      world.advance(MINUTE);
      const input = { key: keyOf('zendesk'), deadline: world.now() + MINUTE };
      expect(await refreshConnection(world.ports, input)).toEqual({ outcome: 'refreshed' });
      expect(lastAsked('refresh').clientSecret).toBe('another-secret');
      await expect(deleteOAuthApp(world.ports, app)).rejects.toMatchObject({ code: 'oauth_app_in_use' });
    });
  });
});

describe('the corrected catalogue', () => {
  it('asks at other places than the catalogue', () => {
    const places = ({ oauth, api }: Provider) => [
      oauth.tokenEndpoint,
      oauth.authorizationEndpoint,
      ...api.hosts,
    ];
    for (const provider of correctedProviders()) {
      const before = places(CATALOGUE.get(provider.id) ?? expect.unreachable());
      // A place that is a variable as a whole has no constant.
      const same = places(provider).filter((place) => before.includes(place) && !/^\{\w+\}$/.test(place));
      expect(same).toEqual([]);
    }
  });
});
