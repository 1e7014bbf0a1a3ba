/**
 * T078: a connection whose envelope was damaged is ended by nobody: the bytes say nothing about the grant.
 * Covers src/broker/refresh/refresh-connection.ts, src/broker/refresh/tick.ts, src/broker/connection/open-tokens.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../src/broker/records.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import type { ProviderRequest } from '../../src/oauth/provider-fetch.ts';
import { connectOwnApp } from '../setup/own-app-connection.ts';
import { openStage, type Stage } from './stage.ts';

const MINUTE = 60_000;
const key = { workspaceId: 'acme', connectionId: 'google' };

let stage: Stage;
let asked: ProviderRequest[];
beforeEach(async () => {
  asked = [];
  const fetch = async (request: ProviderRequest) => {
    asked.push(request);
    return Response.json({ access_token: 'access-1', token_type: 'Bearer', expires_in: 3_600 });
  };
  stage = await openStage({ fetch });
  await connectOwnApp(stage.ports, key);
});

const read = async () => (await stage.ports.connections.read(key)) ?? expect.unreachable();
const write = (set: Partial<Connection>) =>
  stage.ports.connections.change(key, { expect: {}, set, writeId: `write-${Object.keys(set)}` });
const refresh = (more: { rejected?: true; isOnDemand?: true } = {}) =>
  refreshConnection(stage.ports, { key, deadline: stage.now() + MINUTE, ...more });

/** The envelope with one bit changed in the middle of its ciphertext. */
function damaged(envelope: Uint8Array | undefined): Uint8Array {
  const bytes = Uint8Array.from(envelope ?? []);
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  return bytes;
}

describe('T078: a damaged refresh token', () => {
  it.each([
    ['by a tick', {}],
    ['on demand', { isOnDemand: true }],
    ['after a 401', { rejected: true, isOnDemand: true }],
  ] as const)('ends no connection %s, and works again when its bytes are back', async (_title, how) => {
    const before = await read();
    await write({ sealedRefresh: damaged(before.sealedRefresh) });
    await expect(refresh(how)).rejects.toMatchObject({ code: 'does_not_open' });
    expect(asked).toEqual([]);
    expect(await read()).toMatchObject({ status: 'active', epoch: 1, generation: 1 });
    await write({ sealedRefresh: before.sealedRefresh });
    expect(await refresh()).toEqual({ outcome: 'refreshed' });
  });

  it('is told in the log of the tick, and holds up no other connection', async () => {
    const other = { workspaceId: 'acme', connectionId: 'google~other' };
    await connectOwnApp(stage.ports, other);
    const due = { dueShard: 'due#0', dueAt: stage.now() } as const;
    await write({ ...due, sealedRefresh: damaged((await read()).sealedRefresh) });
    await stage.ports.connections.change(other, { expect: {}, set: due, writeId: 'due' });
    const errors: unknown[][] = [];
    const log = { ...stage.ports.log, error: (...line: unknown[]) => void errors.push(line) };
    await runTick({ ...stage.ports, log }, stage.now() + MINUTE);
    expect(await read()).toMatchObject({ status: 'active', generation: 1 });
    expect(await stage.ports.connections.read(other)).toMatchObject({ status: 'active', generation: 2 });
    expect(JSON.stringify(errors)).toContain('"connectionId":"google"');
  });
});

describe('T078: a damaged access token without a refresh token', () => {
  it.each([
    ['expired', {}],
    ['refused', { rejected: true, isOnDemand: true }],
  ] as const)('ends no connection when it has %s', async (_title, how) => {
    await write({ sealedRefresh: undefined, sealedAccess: damaged((await read()).sealedAccess) });
    if (!('rejected' in how)) stage.advance(61 * MINUTE);
    await expect(refresh(how)).rejects.toMatchObject({ code: 'does_not_open' });
    expect(asked).toEqual([]);
    expect((await read()).status).toBe('active');
  });
});
