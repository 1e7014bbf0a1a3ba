import { describe, expect, it } from 'vitest';
import { toolCallStore } from '../../../src/aws/calls-table/tool-calls.ts';
import { activityStore } from '../../../src/aws/table/activity.ts';
import { appHealthStore } from '../../../src/aws/table/app-health.ts';
import { connectionStore } from '../../../src/aws/table/connections.ts';
import { consentSessionStore } from '../../../src/aws/table/consent-sessions.ts';
import { dataKeyStore } from '../../../src/aws/table/data-keys.ts';
import { appPolicyStore, oauthAppStore } from '../../../src/aws/table/oauth-apps.ts';
import { peopleStore } from '../../../src/aws/table/people.ts';
import { placesStore } from '../../../src/aws/table/places.ts';
import { publicReads } from '../../../src/aws/table/public-reads.ts';
import { seenToolsStore } from '../../../src/aws/table/seen-tools.ts';
import { serverStore } from '../../../src/aws/table/servers.ts';
import { stepUpStore } from '../../../src/aws/table/step-ups.ts';
import type { Table } from '../../../src/aws/table/table.ts';
import { workspaceMarks } from '../../../src/aws/table/workspace-marks.ts';
import type { Records } from '../../../src/broker/stores.ts';
import {
  activity,
  added,
  appPolicy,
  connection,
  consentSession,
  dataKey,
  oauthApp,
  put,
  server,
  sessionId,
  toolCall,
  uuidV7,
} from '../samples.ts';
import { type Given, newWorkspace } from './given.ts';

const appHealth = { pauseUntil: 5, reason: 'provider_unavailable' } as const;

export function describeStores(given: Given): void {
  /** Writes, reads and deletes one record, through the store under test. */
  async function roundTrip<Key, R extends object>(
    storeOf: (table: Table) => Records<Key, R>,
    key: Key,
    record: R,
  ): Promise<void> {
    const store = storeOf(given());
    expect(await store.read(key)).toBeUndefined();
    expect(await store.change(key, put(record))).toBe(true);
    expect(await store.read(key)).toStrictEqual(record);
    expect(await store.delete(key, {})).toBe(true);
    expect(await store.read(key)).toBeUndefined();
  }

  describe('stores', () => {
    it('keep connections', () =>
      roundTrip(connectionStore, { workspaceId: newWorkspace(), connectionId: 'google~sales' }, connection));
    it('keep workspace marks', () =>
      roundTrip(workspaceMarks, { workspaceId: newWorkspace() }, { deletedAt: 5 }));
    it('keep consent sessions', () =>
      roundTrip(consentSessionStore, { sessionId: sessionId('round trip') }, consentSession));
    it('keep OAuth apps', () =>
      roundTrip(oauthAppStore, { owner: newWorkspace(), provider: 'custom~crm', version: 3 }, oauthApp));
    it('keep servers', () =>
      roundTrip(serverStore, { workspaceId: newWorkspace(), serverId: 'crm' }, server));
    it('keep choices of OAuth apps', () =>
      roundTrip(appPolicyStore, { workspaceId: newWorkspace() }, appPolicy));
    it('keep app health', () =>
      roundTrip(appHealthStore, { appKey: `${newWorkspace()}/google/1` }, appHealth));
    it('keep places', () =>
      roundTrip(
        placesStore,
        { workspaceId: newWorkspace() },
        { turn: 'a', place0: '9/b/acme/custom~crm/1' },
      ));
    it('keep what servers asked for', () =>
      roundTrip(
        stepUpStore,
        { workspaceId: newWorkspace(), connectionId: 'google~sales', serverId: 'crm' },
        { revision: 2, asked: ['9/3/asked/files:read'] },
      ));
    it('keep what was seen of tools, each server in its workspace', async () => {
      const key = { workspaceId: newWorkspace(), serverId: 'crm' };
      const record = { revision: 2, seen: ['a/search'], approved: ['a/search', 'b/send'], changes: [9] };
      await roundTrip(seenToolsStore, key, record);
      const store = seenToolsStore(given());
      await store.change(key, put(record));
      await store.change({ ...key, workspaceId: newWorkspace() }, put(record));
      expect(await store.of(key.workspaceId)).toEqual([{ key }]);
      const { seen, approved } = record;
      expect(await publicReads(given()).seenTools(key)).toEqual({ seen, approved });
      expect(await publicReads(given()).seenTools({ ...key, serverId: 'other' })).toBeUndefined();
    });
    it('keep people, each in their workspace', async () => {
      const key = { workspaceId: newWorkspace(), personId: sessionId('ada') };
      const known = { issuer: 'https://idp.example', subject: 'ada', name: 'Ada', seenAt: 5 };
      await roundTrip(peopleStore, key, known);
      const store = peopleStore(given());
      await store.change(key, put(known));
      await store.change({ ...key, workspaceId: newWorkspace() }, put(known));
      expect(await store.of(key.workspaceId)).toEqual([{ key }]);
      expect(await publicReads(given()).people(key.workspaceId)).toEqual([{ key, record: known }]);
    });
    it('keep data keys', () => roundTrip(dataKeyStore, { version: 4_000_000_000 }, dataKey));
    it('keep tool calls', () =>
      roundTrip(
        toolCallStore,
        { workspaceId: newWorkspace(), day: '2023-11-14', operationId: uuidV7(0) },
        toolCall,
      ));
    it('keep activity', () =>
      roundTrip(activityStore, { workspaceId: newWorkspace(), id: uuidV7(0) }, activity));

    it('keep days and workspaces of one operation id apart', async () => {
      const store = toolCallStore(given());
      const [workspaceId, another] = [newWorkspace(), newWorkspace()];
      const key = { workspaceId, day: '2023-11-14', operationId: uuidV7(1) };
      const use = (at: typeof key) => store.add(at, added(toolCall));
      expect(await use(key)).toBe(true);
      expect(await use(key)).toBe(false);
      expect(await use({ ...key, workspaceId: another })).toBe(true);
      expect(await use({ ...key, day: '2023-11-15' })).toBe(true);
    });
  });

  describe('the newest', () => {
    it('OAuth app is the highest version of that provider and owner', async () => {
      const store = oauthAppStore(given());
      const owner = newWorkspace();
      const add = (at: { owner: string; provider: string; version: number }) =>
        store.change(at, put({ ...oauthApp, provider: at.provider, version: at.version }));
      expect(await store.newest(owner, 'google')).toBeUndefined();
      for (const version of [2, 10, 9]) await add({ owner, provider: 'google', version });
      await add({ owner, provider: 'google-x', version: 77 });
      await add({ owner: `${owner}0`, provider: 'google', version: 78 });
      expect(await store.newest(owner, 'google')).toEqual({ ...oauthApp, version: 10 });
      expect(await store.newest(owner, 'goo')).toBeUndefined();
    });

    it('data key is the highest version', async () => {
      const store = dataKeyStore(given());
      expect(await store.newest()).toBeUndefined();
      for (const version of [1, 10, 9]) await store.change({ version }, put({ ...dataKey, version }));
      expect((await store.newest())?.version).toBe(10);
    });
  });
}
