import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, vi } from 'vitest';
import { appHealthStore } from '../../../src/aws/table/app-health.ts';
import { connectionStore } from '../../../src/aws/table/connections.ts';
import { DamagedItem } from '../../../src/aws/table/decode.ts';
import { appHealthItem, connectionItem } from '../../../src/aws/table/item-keys.ts';
import { publicReads } from '../../../src/aws/table/public-reads.ts';
import { connection, put } from '../samples.ts';
import { type Given, newWorkspace, putRawItem, rawItem } from './given.ts';

/** Attribute, what stands there instead; undefined: nothing. */
const DAMAGES: [string, AttributeValue | undefined][] = [
  ['epoch', { S: '1' }],
  ['epoch', undefined],
  ['epoch', { N: '1.5' }],
  ['epoch', { N: '9007199254740993' }],
  ['leaseUntil', { S: 'tomorrow' }],
  ['sealedAccess', { S: 'not bytes' }],
  ['requestedScopes', { SS: ['mail'] }],
  ['connectedBy', { NULL: true }],
  ['status', { S: 'ACTIVE' }],
  ['reason', { S: 'toString' }],
];

export function describeDamagedItems(given: Given): void {
  async function healthyAndDamaged(attribute: string, value: AttributeValue | undefined) {
    const workspaceId = newWorkspace();
    const healthy = { workspaceId, connectionId: 'google' };
    const damaged = { workspaceId, connectionId: 'slack' };
    for (const key of [healthy, damaged]) await connectionStore(given()).change(key, put(connection));
    const { [attribute]: _, ...rest } = (await rawItem(given(), connectionItem(damaged))) ?? {};
    await putRawItem(given(), value ? { ...rest, [attribute]: value } : rest);
    return { workspaceId, healthy, damaged };
  }

  describe('a damaged item', () => {
    it.each(DAMAGES)('is refused as a whole: %s %j', async (attribute, value) => {
      const { damaged } = await healthyAndDamaged(attribute, value);
      const reading = connectionStore(given()).read(damaged);
      await expect(reading).rejects.toThrow(DamagedItem);
      await expect(reading).rejects.toThrow(attribute);
    });

    it('that is the health of an app says nothing, and is removed: many workspaces share it', async () => {
      const log = { error: vi.fn() };
      const store = appHealthStore({ ...given(), log });
      const appKey = `${newWorkspace()}/demo/1`;
      const reason = { S: 'provider_unavailable' };
      const item = { ...appHealthItem({ appKey }), reason, pauseUntil: { S: 'for ever' } };
      await putRawItem(given(), { ...item, pk: { S: item.pk }, sk: { S: item.sk } });
      expect(await store.read({ appKey })).toBeUndefined();
      expect(log.error.mock.calls).toEqual([['damaged_item', { attribute: 'pauseUntil' }]]);
      expect(await rawItem(given(), appHealthItem({ appKey }))).toBeUndefined();
      const set = { pauseUntil: 1, reason: 'provider_unavailable' } as const;
      const change = { expect: { revision: { absent: true } }, set, writeId: 'next' } as const;
      expect(await store.change({ appKey }, change)).toBe(true);
    });

    it('does not hide the others of a list, and is reported', async () => {
      const { workspaceId, healthy } = await healthyAndDamaged('epoch', { S: '1' });
      const log = { error: vi.fn() };
      const listed = await connectionStore({ ...given(), log }).list(workspaceId);
      expect(listed.map(({ key }) => key)).toEqual([healthy]);
      expect(log.error.mock.calls).toEqual([['damaged_item', { workspaceId, attribute: 'epoch' }]]);
      const shown = await publicReads(given()).connections(workspaceId);
      expect(shown.map(({ key }) => key)).toEqual([healthy]);
    });
  });
}
