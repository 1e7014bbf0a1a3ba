import { describe, expect, it } from 'vitest';
import { activityStore } from '../../../src/aws/table/activity.ts';
import { connectionStore } from '../../../src/aws/table/connections.ts';
import { DamagedItem } from '../../../src/aws/table/decode.ts';
import { appPolicyStore, oauthAppStore } from '../../../src/aws/table/oauth-apps.ts';
import { publicReads } from '../../../src/aws/table/public-reads.ts';
import { serverStore } from '../../../src/aws/table/servers.ts';
import { workspaceMarks } from '../../../src/aws/table/workspace-marks.ts';
import type { Activity, Connection } from '../../../src/broker/records.ts';
import { CONNECTION_PUBLIC_ATTRIBUTES } from '../../../src/contract/table.ts';
import { activity, appPolicy, bytes, connection, oauthApp, put, server, uuidV7 } from '../samples.ts';
import { type Given, newWorkspace } from './given.ts';

/** A connection with everything that the dashboard must not see. */
const fullConnection: Required<Connection> = {
  ...connection,
  reason: 'provider_unavailable',
  accountLabel: 'ann@example.com',
  tenants: [{ facts: { cloudId: '1' }, label: 'Acme' }],
  choiceUntil: 11,
  tenantLabel: 'Acme',
  displayName: 'Acme Sales',
  accountFingerprint: 'fingerprint',
  accountKey: 'account',
  accessExpiresAt: 1,
  refreshExpiresAt: 2,
  idleUntil: 2,
  warnedAt: 2,
  tokensStoredBy: 'write',
  sealedAccess: bytes(100),
  sealedRefresh: bytes(100),
  leaseId: 'lease',
  leaseUntil: 3,
  answerBy: 3,
  attemptId: 'attempt',
  attemptAt: 4,
  nextAttemptAt: 5,
  failures: 6,
  refreshedAt: 7,
  answeredAt: 7,
  lastUsedHour: 8,
  dueShard: 'due#7',
  dueAt: 9,
  appKey: 'verified/google/1',
  receipt: { requestedAt: 'now', requestedBy: 'ann', revocation: { outcome: 'revoked' } },
  revokeUntil: 10,
  redirectUri: 'https://api.example/oauth/callback/google/verified',
  variables: { region: 'eu' },
  facts: { instanceUrl: 'https://example.com' },
  destination: bytes(32),
  unverifiedAt: 1_700_000_000_000,
  settledAttempts: ['attempt-1'],
  apiHosts: ['api.example.com'],
  tokenHeader: { name: 'X-Token', value: '{accessToken}' },
};

export function describePublicReads(given: Given): void {
  const reads = () => publicReads(given());

  describe('public reads of connections', () => {
    it('hold the public attributes and no other, alone and in a list', async () => {
      const key = { workspaceId: newWorkspace(), connectionId: 'google' };
      await connectionStore(given()).change(key, put(fullConnection));
      await workspaceMarks(given()).change(key, put({ deletedAt: 1 }));
      const one = await reads().connection(key);
      expect(Object.keys(one ?? {}).sort()).toEqual([...CONNECTION_PUBLIC_ATTRIBUTES].sort());
      expect(fullConnection).toMatchObject(one ?? {});
      expect(await reads().connections(key.workspaceId)).toEqual([{ key, record: one }]);
    });

    it('lack what the connection lacks', async () => {
      const key = { workspaceId: newWorkspace(), connectionId: 'google' };
      expect(await reads().connection(key)).toBeUndefined();
      expect(await reads().connections(key.workspaceId)).toEqual([]);
      await connectionStore(given()).change(key, put(connection));
      const { uid: _, appUid: __, ...shown } = connection;
      expect(await reads().connection(key)).toStrictEqual(shown);
    });

    it('read on beyond the 1 MB of a page, which counts the sealed bytes too', async () => {
      const workspaceId = newWorkspace();
      const labels = ['a', 'b', 'c', 'd', 'e'];
      for (const label of labels) {
        const key = { workspaceId, connectionId: `google~${label}` };
        await connectionStore(given()).change(key, put({ ...connection, sealedAccess: bytes(300_000) }));
      }
      expect(await reads().connections(workspaceId)).toHaveLength(labels.length);
    });

    it('reject a malformed key', async () => {
      await expect(reads().connections('a#b')).rejects.toThrow(TypeError);
      await expect(reads().connection({ workspaceId: 'acme', connectionId: '#deleted' })).rejects.toThrow(
        TypeError,
      );
      await expect(reads().oauthApps('acme', 'x#1')).rejects.toThrow(TypeError);
      await expect(reads().oauthAppsOf('a/b')).rejects.toThrow(TypeError);
    });
  });

  describe('public reads of apps and servers', () => {
    it('never answer a client secret or a seal, and put the newest version first', async () => {
      const owner = newWorkspace();
      const { sealedSecret: _, seal: __, destination: ___, ...publicApp } = oauthApp;
      for (const [provider, version] of [
        ['google', 2],
        ['google', 10],
        ['google-x', 1],
        ['slack', 1],
      ] as const) {
        await oauthAppStore(given()).change(
          { owner, provider, version },
          put({ ...oauthApp, provider, version }),
        );
      }
      expect(await reads().oauthApps(owner, 'google')).toStrictEqual([
        { ...publicApp, version: 10 },
        { ...publicApp, version: 2 },
      ]);
      const newest = (await reads().oauthAppsOf(owner)).map(({ provider, version }) => [provider, version]);
      expect(newest.sort()).toEqual([
        ['google', 10],
        ['google-x', 1],
        ['slack', 1],
      ]);
    });

    it('answer a workspace’s own servers', async () => {
      const workspaceId = newWorkspace();
      await serverStore(given()).change({ workspaceId, serverId: 'crm' }, put(server));
      await serverStore(given()).change({ workspaceId: `${workspaceId}0`, serverId: 'erp' }, put(server));
      const { seal: _, destination: __, ...publicServer } = server;
      expect(await reads().servers(workspaceId)).toEqual([
        { key: { workspaceId, serverId: 'crm' }, record: publicServer },
      ]);
    });
  });

  it('answer a workspace’s choice of OAuth apps without its seal, and throw for one that is damaged', async () => {
    const workspaceId = newWorkspace();
    expect(await reads().appPolicy(workspaceId)).toBeUndefined();
    await appPolicyStore(given()).change({ workspaceId }, put(appPolicy));
    const { seal: _, destination: __, ...shown } = appPolicy;
    expect(await reads().appPolicy(workspaceId)).toStrictEqual(shown);
    await appPolicyStore(given()).change(
      { workspaceId },
      put({ ...appPolicy, allowed: 'any' as 'own-only' }),
    );
    await expect(reads().appPolicy(workspaceId)).rejects.toThrow(DamagedItem);
  });

  describe('public reads of activity', () => {
    async function fiveEvents(): Promise<string> {
      const workspaceId = newWorkspace();
      for (let n = 1; n <= 5; n += 1) {
        await activityStore(given()).change({ workspaceId, id: uuidV7(n) }, put({ ...activity, at: n }));
      }
      return workspaceId;
    }
    const times = (items: Activity[]) => items.map(({ at }) => at);

    it('come newest first, page by page, and end without a next position', async () => {
      const workspaceId = await fiveEvents();
      const first = await reads().activity(workspaceId, 2);
      expect(times(first.items)).toEqual([5, 4]);
      const second = await reads().activity(workspaceId, 2, first.next);
      expect(times(second.items)).toEqual([3, 2]);
      const third = await reads().activity(workspaceId, 2, second.next);
      expect(third).toEqual({ items: [{ ...activity, at: 1, id: uuidV7(1) }] });
      expect(await reads().activity(workspaceId, 5)).not.toHaveProperty('next');
      expect(await reads().activity(newWorkspace(), 5)).toEqual({ items: [] });
    });

    it('stay in the workspace, whoever’s position it is', async () => {
      const [mine, theirs] = [await fiveEvents(), await fiveEvents()];
      const { next } = await reads().activity(theirs, 3);
      expect(times((await reads().activity(mine, 10, next)).items)).toEqual([2, 1]);
    });

    it.each(['', 'x', '!!!', '#deleted', `${uuidV7(1)}#`])('refuse the position %j', async (after) => {
      await expect(reads().activity(newWorkspace(), 5, after)).rejects.toThrow(TypeError);
    });
  });
}
