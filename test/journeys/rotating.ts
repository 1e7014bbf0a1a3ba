/** What the journeys of a rotation share: a world a test, whose keys are made at the time of its clock. */
import { afterEach, beforeEach, expect } from 'vitest';
import { answerRotation } from '../../src/broker/data-key/answer-rotation.ts';
import type { RotationPorts } from '../../src/broker/data-key/rotation-ports.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import type { Begun, RotationRequest, SweepReport } from '../../src/contract/rotation.ts';
import { keyVersionOf } from '../../src/vault/envelope.ts';
import { startWorld, type World } from './world.ts';

export const MINUTE = 60_000;
export let world: World;
export let ports: Ports;
export let rotation: RotationPorts;
let current = 0;

// A world each: keys are made at the time of its clock, which must not go back.

/** Registers the hooks of the test file that calls it. */
export function beginRotating(): void {
  beforeEach(async () => {
    world = await startWorld();
    ({ ports, rotation } = world.environment);
  });
  afterEach(() => world.close());
}

export function ask<Answer>(request: Omit<RotationRequest, 'version'>, needs = rotation): Promise<Answer> {
  return answerRotation(needs, { version: '1', ...request }, world.now() + MINUTE) as Promise<Answer>;
}
export const sweep = (kind: 'reseal' | 'retire' | 'check', needs?: RotationPorts) =>
  ask<SweepReport>({ kind }, needs);

/** As a rotation really goes: only after the wait the newest key is replaced. */
export async function begin(): Promise<number> {
  world.advance(LIMITS.retiredKeyWait + 1);
  // The other functions looked for the current key a moment ago, and take it for current five minutes more.
  await ports.vault.sealer();
  const begun = await ask<Begun>({ kind: 'begin' });
  expect(begun).toEqual({ version: current + 1, isNew: true });
  current = begun.version;
  return current;
}

export async function connected(label: string): Promise<ConnectionKey> {
  await world.connect(world.ada, 'acme', { provider: 'demo', label });
  current = (await rotation.dataKeys.newest())?.version ?? 0;
  return { workspaceId: 'acme', connectionId: `demo~${label}` };
}
export const read = async (key: ConnectionKey) => {
  const record = await ports.connections.read(key);
  if (!record) throw new Error('no such connection');
  return record;
};
export const versions = async (key: ConnectionKey) => {
  const { sealedAccess, sealedRefresh } = await read(key);
  return [sealedAccess, sealedRefresh].map((sealed) => sealed && keyVersionOf(sealed));
};
export const refresh = (key: ConnectionKey) =>
  refreshConnection(ports, { key, deadline: world.now() + MINUTE });
export const inject = ({ workspaceId, connectionId }: ConnectionKey) =>
  answerInjection(
    { ...ports, verifyCaller: undefined },
    {
      version: '1',
      workspaceId,
      connectionId,
      operation: { id: world.operationId(), kind: 'call', server: 'provider:demo', tool: 'any' },
    },
  );

/** The rows of the rotation, with something that happens between a row's read and its write. */
export function interrupted(happens: () => Promise<unknown>): RotationPorts {
  let once: Promise<unknown> | undefined;
  return {
    ...rotation,
    rows: {
      ...rotation.rows,
      replace: async (row, sealed) => {
        once ??= happens();
        await once;
        return rotation.rows.replace(row, sealed);
      },
    },
  };
}

/** As a table of many pages is: each has one item with envelopes. All are in the first segment. */
export function onePerPage(rows: RotationPorts['rows']): RotationPorts['rows'] {
  return {
    ...rows,
    page: async ({ segment, after }) => {
      if (segment > 0) return { rows: [], unknown: 0 };
      const all = (await rows.page({ segment: 0, segments: 1 })).rows;
      const index = after ? Number(after.sk) : 0;
      const next = index + 1 < all.length ? { pk: 'index', sk: String(index + 1) } : undefined;
      return { rows: all.slice(index, index + 1), unknown: 0, ...(next && { next }) };
    },
  };
}
