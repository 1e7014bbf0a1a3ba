import { describe, expect, it } from 'vitest';
import { connectionStore } from '../../../src/aws/table/connections.ts';
import type { Connection } from '../../../src/broker/records.ts';
import type { Expectation } from '../../../src/broker/stores.ts';
import { bytes, connection, put, writeId } from '../samples.ts';
import { type Given, newWorkspace } from './given.ts';

interface Case {
  name: string;
  /** What the stored connection has beside its usual attributes. */
  stored: Partial<Connection>;
  expectation: Expectation<Connection>;
  holds: boolean;
}

/** Differs in the last bit. */
const other = Uint8Array.from(bytes(300), (byte, index) => (index === 299 ? byte ^ 1 : byte));

const CASES: Case[] = [
  ...both('is, a string', { leaseId: 'a' }, { leaseId: { is: 'a' } }, { leaseId: { is: 'b' } }),
  ...both('is, a number', {}, { epoch: { is: 1 } }, { epoch: { is: 2 } }),
  ...both(
    'is, bytes',
    { sealedAccess: bytes(300) },
    { sealedAccess: { is: bytes(300) } },
    { sealedAccess: { is: other } },
  ),
  ...both(
    'isOneOf',
    {},
    { status: { isOneOf: ['refresh_failing', 'active'] } },
    { status: { isOneOf: ['disconnected', 'disconnecting'] } },
  ),
  ...both('absent', { attemptId: 'a' }, { leaseId: { absent: true } }, { attemptId: { absent: true } }),
  ...both(
    'absentOrAtMost, below and above',
    { leaseUntil: 10 },
    { leaseUntil: { absentOrAtMost: 11 } },
    { leaseUntil: { absentOrAtMost: 9 } },
  ),
  ...both(
    'moreThan, below and above',
    { leaseUntil: 10 },
    { leaseUntil: { moreThan: 9 } },
    { leaseUntil: { moreThan: 11 } },
  ),
  ...both(
    'several, all of which must hold',
    { leaseId: 'a', leaseUntil: 10 },
    {
      leaseUntil: { absentOrAtMost: 10 },
      epoch: { is: 1 },
      leaseId: { is: 'a' },
      failures: { absent: true },
    },
    { leaseUntil: { absentOrAtMost: 10 }, epoch: { is: 1 }, leaseId: { is: 'b' } },
  ),
  {
    // Without parentheses of its own, an OR within a test would swallow the tests after it.
    name: 'several, where the first holds by absence and the next fails',
    stored: { leaseId: 'a' },
    expectation: { failures: { absentOrAtMost: 0 }, leaseId: { is: 'b' } },
    holds: false,
  },
  { name: 'is, absent', stored: {}, expectation: { leaseId: { is: 'a' } }, holds: false },
  { name: 'isOneOf, absent', stored: {}, expectation: { leaseId: { isOneOf: ['a', 'b'] } }, holds: false },
  { name: 'isOneOf, one', stored: {}, expectation: { epoch: { isOneOf: [1] } }, holds: true },
  {
    name: 'absentOrAtMost, absent',
    stored: {},
    expectation: { leaseUntil: { absentOrAtMost: 0 } },
    holds: true,
  },
  { name: 'absentOrAtMost, equal', stored: {}, expectation: { epoch: { absentOrAtMost: 1 } }, holds: true },
  { name: 'moreThan, absent', stored: {}, expectation: { leaseUntil: { moreThan: -1 } }, holds: false },
  { name: 'moreThan, equal', stored: {}, expectation: { epoch: { moreThan: 1 } }, holds: false },
  { name: 'no expectation', stored: {}, expectation: {}, holds: true },
];

function both(
  name: string,
  stored: Partial<Connection>,
  holding: Expectation<Connection>,
  failing: Expectation<Connection>,
): Case[] {
  return [
    { name: `${name}: holds`, stored, expectation: holding, holds: true },
    { name: `${name}: fails`, stored, expectation: failing, holds: false },
  ];
}

export function describeConditions(given: Given): void {
  async function storedConnection(stored: Partial<Connection>) {
    const store = connectionStore(given());
    const key = { workspaceId: newWorkspace(), connectionId: 'google' };
    const before = { ...connection, ...stored };
    await store.change(key, put(before));
    return { store, key, before };
  }

  describe('a change under the condition', () => {
    it.each(CASES)('$name', async ({ stored, expectation, holds }) => {
      const { store, key, before } = await storedConnection(stored);
      const set = { accountLabel: 'changed', generation: 99 };
      expect(await store.change(key, { expect: expectation, set, writeId: writeId() })).toBe(holds);
      expect(await store.read(key)).toEqual(holds ? { ...before, ...set } : before);
    });

    it('creates nothing where it fails on an absent item', async () => {
      const store = connectionStore(given());
      const key = { workspaceId: newWorkspace(), connectionId: 'google' };
      const change = { expect: { epoch: { is: 1 } }, set: { lastUsedHour: 1 }, writeId: writeId() };
      expect(await store.change(key, change)).toBe(false);
      expect(await store.read(key)).toBeUndefined();
    });

    it('refuses a test that is undefined, rather than leave it out', async () => {
      const { store, key, before } = await storedConnection({});
      const undefinedTest = { ...put(connection), expect: { epoch: undefined } };
      await expect(store.change(key, undefinedTest)).rejects.toThrow(TypeError);
      const undefinedValue = { leaseId: { is: undefined as unknown as string }, epoch: { is: 1 } };
      await expect(store.change(key, { ...put(connection), expect: undefinedValue })).rejects.toThrow();
      expect(await store.read(key)).toEqual(before);
    });

    it('refuses to compare maps and lists', async () => {
      const { store, key, before } = await storedConnection({});
      for (const expectation of [
        { connectedBy: { is: before.connectedBy } },
        { grantedScopes: { isOneOf: [before.grantedScopes] } },
      ]) {
        await expect(store.change(key, { ...put(connection), expect: expectation })).rejects.toThrow(
          TypeError,
        );
      }
    });
  });

  describe('a delete under the condition', () => {
    it.each(CASES)('$name', async ({ stored, expectation, holds }) => {
      const { store, key, before } = await storedConnection(stored);
      expect(await store.delete(key, expectation)).toBe(holds);
      expect(await store.read(key)).toEqual(holds ? undefined : before);
    });

    it('counts an absent item as deleted, whatever is expected', async () => {
      const store = connectionStore(given());
      const key = { workspaceId: newWorkspace(), connectionId: 'google' };
      expect(await store.delete(key, {})).toBe(true);
      expect(await store.delete(key, { epoch: { is: 1 }, leaseUntil: { moreThan: 5 } })).toBe(true);
    });
  });
}
