/**
 * An escrow with more copies than a tick can settle: those that cannot be settled hide no others, of whatever workspace.
 * Covers src/broker/tokens/reconcile-escrow.ts, src/broker/tokens/escrow-queue.ts, src/broker/tokens/rotation-escrow.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { connectionDestination } from '../../src/broker/destination.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import type { Connection } from '../../src/broker/records.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { tokenPlace } from '../../src/broker/sealed-places.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import { provedCopy } from '../../src/broker/tokens/escrow-proof.ts';
import { escrowQueue } from '../../src/broker/tokens/escrow-queue.ts';
import { reconcileEscrow } from '../../src/broker/tokens/reconcile-escrow.ts';
import { systemRandom as random } from '../../src/system/random.ts';
import { Secret } from '../../src/vault/secret.ts';
import { MINUTE, type PlacingStage, placingStage } from './placing.ts';

const ATTEMPT = '01890a5d-ac96-774b-bcce-b302099a8057';
const HALF = 500;

let stage: PlacingStage;
beforeEach(async () => {
  stage = await placingStage();
});

/** A copy of the first generation's successor. */
async function keep(key: ConnectionKey): Promise<void> {
  const { provider, appOwner, appVersion, appUid, clientId, variables, accountKey, uid } =
    (await stage.ports.connections.read(key)) as Connection;
  const minted = { provider, appOwner, appVersion, appUid, clientId, variables, accountKey };
  const destination = connectionDestination({ uid, ...minted, canRefresh: true });
  const seal = await stage.ports.vault.sealer();
  const place = { generation: 2, destination };
  const set = {
    ...place,
    tokensStoredBy: ATTEMPT,
    sealedAccess: seal(tokenPlace(key, 'sealedAccess', place), new Secret('access')),
    sealedRefresh: seal(tokenPlace(key, 'sealedRefresh', place), new Secret('refresh')),
    refreshedAt: stage.now(),
    status: 'active' as const,
  };
  const name = { key, epoch: 1, generation: 1, attempt: ATTEMPT };
  await stage.ports.escrow.put(provedCopy(seal, { ...name, minted, set }));
}

/** So many connections of a provider, each with a copy that is current. */
async function kept(workspaceId: string, count: number, provider = 'custom~crm', epoch = 1) {
  for (let at = 0; at < count; at++) {
    const more = { epoch, accountKey: `account-${at}` };
    await keep(await stage.connect(workspaceId, `${provider}~c${String(at).padStart(4, '0')}`, more));
  }
}
/** Of an earlier consent: they have to be revoked. */
const stuck = (workspaceId: string, count: number) => kept(workspaceId, count, 'box', 2);

const storedIn = async (workspaceId: string) =>
  (await stage.ports.connections.list(workspaceId)).filter(
    ({ record }) => record.tokensStoredBy === ATTEMPT && record.generation === 2,
  ).length;

/** The provider of outdated copies is down. Each request takes so long. */
const down =
  (took = 0): Ports['fetch'] =>
  async () => {
    stage.advance(took);
    return new Response('', { status: 503 });
  };
describe('1,000 copies of which the first 500 cannot be settled', () => {
  it('are all looked at by one tick that has the time', async () => {
    await stuck('aaa', HALF);
    for (const workspaceId of ['acme', 'globex']) await kept(workspaceId, HALF / 2);
    const report = await runTick({ ...stage.ports, fetch: down() }, stage.now() + MINUTE);
    expect(report.reconciled).toBe(HALF);
    expect([await storedIn('acme'), await storedIn('globex'), stage.escrow.size]).toEqual([250, 250, HALF]);
  });

  it('are all listed, page by page', async () => {
    const prefixed = (at: number) => `aaa/google~c${String(at).padStart(4, '0')}/1/1/odd`;
    for (let at = 0; at < LIMITS.escrowListing * 2; at++)
      stage.escrow.set(prefixed(at), { path: prefixed(at), storedAt: stage.now(), copy: undefined });
    await kept('globex', 10);
    const { reconciled } = await runTick(stage.ports, stage.now() + MINUTE);
    expect([reconciled, await storedIn('globex')]).toEqual([10, 10]);
  });

  it('of a slow provider leave others their turn at every tick', async () => {
    await stuck('aaa', HALF);
    await kept('globex', 100);
    const ports = { ...stage.ports, fetch: down(LIMITS.providerDeadline) };
    let ticks = 0;
    while ((await storedIn('globex')) < 100 && ticks < 100) {
      ticks++;
      await reconcileEscrow(ports, stage.now() + 40_000);
    }
    expect(await storedIn('globex')).toBe(100);
  });

  it('of one workspace let others of the same one through', async () => {
    await stuck('aaa', HALF);
    await kept('aaa', HALF);
    // Time for one copy of each worker, and no more.
    const slow: Ports['escrow'] = {
      ...stage.ports.escrow,
      read: async (path) => {
        const entry = await stage.ports.escrow.read(path);
        stage.advance(10_000);
        return entry;
      },
    };
    for (let tick = 0; tick < 50; tick++)
      await reconcileEscrow({ ...stage.ports, fetch: down(), escrow: slow }, stage.now() + 20_000);
    expect(await storedIn('aaa')).toBeGreaterThan(0);
  });
});

describe('the queue', () => {
  const paths = (workspace: string, connections: number, each: number) =>
    Array.from({ length: connections }, (_, at) =>
      Array.from({ length: each }, (_none, copy) => `${workspace}/c${at}/1/${copy}/a`),
    ).flat();

  it('hands out each connection once, with its copies in their order', () => {
    const all = [...paths('acme', 20, 3), ...paths('globex', 1, 2), 'odd'];
    const queue = escrowQueue({ random }, all);
    const given: string[] = [];
    for (let next = queue.take(); next; next = queue.take()) {
      expect(next.paths).toEqual(next.paths.toSorted());
      given.push(...next.paths);
      queue.done(next);
    }
    expect(given.toSorted()).toEqual(all.toSorted());
  });

  it('gives one workspace no more at once than its share, and takes workspaces in turn', () => {
    const queue = escrowQueue({ random }, [...paths('acme', 100, 1), ...paths('globex', 100, 1)]);
    const first = [queue.take(), queue.take(), queue.take(), queue.take()];
    const [one, other] = first.map((each) => each?.workspace);
    expect(first.map((each) => each?.workspace)).toEqual([one, other, one, other]);
    expect(one).not.toBe(other);
    const more = Array.from({ length: 20 }, () => queue.take()?.workspace).filter((each) => each === one);
    expect(more.length + 2).toBe(LIMITS.escrowOfWorkspace);
    expect(queue.take()).toBeUndefined();
    queue.done(first[0] as never);
    expect(queue.take()?.workspace).toBe(one);
  });

  it('begins elsewhere each time', () => {
    const all = paths('acme', 1_000, 1);
    const begins = new Set(Array.from({ length: 20 }, () => escrowQueue({ random }, all).take()?.paths[0]));
    expect(begins.size).toBeGreaterThan(1);
  });
});
