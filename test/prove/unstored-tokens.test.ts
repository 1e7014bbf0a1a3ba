/**
 * Nothing that was exchanged is dropped: whatever fails at whichever await, the tokens of a consent are in the row, or
 * revoked, or in the escrow in a copy that is only revoked.
 * Covers src/broker/connect/drop-tokens.ts, src/broker/connect/finish-consent.ts, src/broker/connect/unstored-copy.ts,
 * src/broker/connect/identify-owner.ts, src/broker/connect/prepare-consent.ts, src/broker/connect/consent-mark.ts,
 * src/broker/tokens/settle-unstored.ts, src/broker/tokens/escrow-proof.ts, src/broker/tokens/rotation-escrow.ts,
 * src/broker/fetch-until.ts.
 */
import { describe, expect, it } from 'vitest';
import { encodeEscrowed, entryOf } from '../../src/aws/escrow-document.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { settleEscrow } from '../../src/broker/tokens/rotation-escrow.ts';
import {
  completeWith,
  type Faults,
  MINUTE,
  openScene,
  PROVIDERS,
  type Provider,
  type Scene,
  settled,
  whereabouts,
} from './unstored-tokens.ts';

const NEVER: Faults = { tableFrom: Number.POSITIVE_INFINITY, isRevocationDown: false, isEscrowDown: false };
const COMBINED = [false, true].flatMap((isRevocationDown) =>
  [false, true].map((isEscrowDown) => ({ isRevocationDown, isEscrowDown })),
);
const entries = async ({ stage }: Scene) =>
  (await stage.rows())
    .filter(({ kind }) => kind === 'activity')
    .map(({ record }) => record as { type: string; outcome?: string })
    .filter(({ type }) => type === 'tokens_dropped');

/** The scene after a completion of which the table took nothing from the answer on. */
async function escrowed(provider: Provider, connectedBefore = false): Promise<Scene> {
  const open = async () => {
    const scene = await openScene(provider);
    if (connectedBefore) await completeConnect(scene.stage.ports, await scene.returned());
    return scene;
  };
  const { points } = await completeWith(await open(), NEVER);
  const scene = await open();
  const before = scene.provider.live();
  const answered = points.findIndex(({ port, when }) => port === 'fetch' && when === 'after');
  await completeWith(scene, { ...NEVER, tableFrom: answered + 1 });
  expect(await whereabouts(scene, before)).toBe('in the escrow');
  return scene;
}

describe.each(PROVIDERS)('$provider: tokens of a consent', (provider) => {
  it.each(COMBINED)(
    'are never dropped: %o',
    async (down) => {
      const { points } = await completeWith(await openScene(provider), NEVER);
      const met = new Set<string>();
      for (const connectedBefore of [false, true])
        for (const { index } of points) {
          const scene = await openScene(provider);
          if (connectedBefore) await completeConnect(scene.stage.ports, await scene.returned());
          const before = scene.provider.live();
          const { code } = await completeWith(scene, { ...down, tableFrom: index });
          const at = `table down from ${index}, ${connectedBefore}: ${code}`;
          const found = await whereabouts(scene, before);
          met.add(found);
          expect([at, found]).not.toEqual([at, 'nowhere']);
          if (found === 'lost') expect([at, down.isEscrowDown]).toEqual([at, true]);
          const { generation } = (await scene.stage.ports.connections.read(scene.key)) ?? {};
          const after = await settled(scene);
          if (found === 'lost') continue;
          expect([at, scene.stage.escrow.size]).toEqual([at, 0]);
          // No tick stored anything.
          const refresh = generation === undefined ? 'no row' : 'refreshed';
          expect([at, after]).toEqual([at, { generation, refresh }]);
          if (found === 'in the escrow' && (generation === undefined || provider.reach === 'token'))
            expect([at, await whereabouts(scene, before)]).toEqual([at, 'revoked']);
        }
      expect([...met].sort()).toEqual(
        down.isEscrowDown ? ['in the row', 'lost', 'revoked'] : ['in the escrow', 'in the row', 'revoked'],
      );
    },
    120_000,
  );

  it('that the escrow has are revoked by a tick, with an entry in the activity for each step', async () => {
    const scene = await escrowed(provider);
    expect((await settled(scene)).refresh).toBe('no row');
    expect(scene.provider.live()).toEqual([]);
    expect((await entries(scene)).map(({ outcome }) => outcome)).toEqual(['revoked']);
  });

  it('that are revoked at once have their entry', async () => {
    const scene = await openScene(provider);
    const input = await scene.returned();
    const { connections } = scene.stage.ports;
    const changed = { ...connections, change: async () => false };
    await expect(
      completeConnect({ ...scene.stage.ports, connections: changed }, input),
    ).rejects.toMatchObject({ code: 'connection_changed' });
    expect(scene.provider.live()).toEqual([]);
    expect(await entries(scene)).toMatchObject([{ outcome: 'revoked' }]);
  });

  it('that nobody could revoke for a day are given up, and that is recorded', async () => {
    const scene = await escrowed(provider);
    scene.provider.isRevocationDown = true;
    scene.stage.advance(LIMITS.escrowLife - MINUTE);
    await runTick(scene.stage.ports, scene.stage.now() + MINUTE);
    expect(scene.stage.escrow.size).toBe(1);
    scene.stage.advance(2 * MINUTE);
    await runTick(scene.stage.ports, scene.stage.now() + MINUTE);
    expect(scene.stage.escrow.size).toBe(0);
    expect(await entries(scene)).toMatchObject([{ outcome: 'failed' }]);
  });
});

describe.each(PROVIDERS)('$provider: a copy that is only revoked', (provider) => {
  it('is stored by nobody, also where the row is as it was at the consent', async () => {
    const scene = await escrowed(provider, true);
    const before = await scene.stage.ports.connections.read(scene.key);
    scene.stage.advance(2 * MINUTE);
    expect(await settleEscrow(scene.stage.ports, scene.key)).toBe('none');
    await runTick(scene.stage.ports, scene.stage.now() + MINUTE);
    expect((await scene.stage.ports.connections.read(scene.key))?.generation).toBe(before?.generation);
    expect(scene.stage.escrow.size).toBe(0);
  });

  it.each([
    ['without its mark', { revokeOnly: undefined }],
    ['with another mark', { revokeOnly: false }],
    ['with a mark of another type', { revokeOnly: 'true' }],
  ])('opens nothing %s', async (_title, edit) => {
    const scene = await escrowed(provider, true);
    const { stage, key } = scene;
    const before = await stage.ports.connections.read(key);
    const live = scene.provider.live();
    for (const [path, { storedAt, copy }] of stage.escrow) {
      const document = { ...JSON.parse(encodeEscrowed(copy ?? expect.unreachable())), ...edit };
      stage.escrow.set(path, entryOf(path, storedAt, JSON.stringify(document)));
    }
    stage.advance(2 * MINUTE);
    expect(await settleEscrow(stage.ports, key)).toBe('none');
    expect((await stage.ports.connections.read(key))?.generation).toBe(before?.generation);
    expect(scene.provider.live()).toEqual(live);
    expect(scene.logged).toContain('escrow_damaged');
  });

  it('whose tokens the row has after all is dropped, and the connection lives', async () => {
    const scene = await openScene(provider);
    const lost = new Error('the answer was lost');
    const { ports } = scene.stage;
    const connections: Ports['connections'] = {
      ...ports.connections,
      async change(key, change) {
        await ports.connections.change(key, change);
        throw lost;
      },
    };
    const completing = completeConnect({ ...ports, connections }, await scene.returned());
    await expect(completing).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(scene.stage.escrow.size).toBe(1);
    expect((await settled(scene)).refresh).toBe('refreshed');
    expect(scene.stage.escrow.size).toBe(0);
  });

  it('ends no tokens of another consent that began at the same time and was stored', async () => {
    const scene = await openScene(provider);
    const { ports } = scene.stage;
    const [first, second] = [await scene.returned(), await scene.returned()];
    const connections: Ports['connections'] = {
      ...ports.connections,
      change: async () => {
        throw new Error('down');
      },
    };
    await expect(completeConnect({ ...ports, connections }, first)).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
    await completeConnect(ports, second);
    expect((await settled(scene)).refresh).toBe('refreshed');
    expect(scene.stage.escrow.size).toBe(0);
  });

  it('waits until no late write of its consent can land', async () => {
    const scene = await escrowed(provider);
    await runTick(scene.stage.ports, scene.stage.now() + MINUTE);
    expect(scene.stage.escrow.size).toBe(1);
    expect(scene.provider.live()).toHaveLength(1);
  });
});

describe('the time of a completion', () => {
  const [google] = PROVIDERS;

  it('is too short: the code is not sent, nothing is spent, and the same answer works later', async () => {
    const scene = await openScene(google);
    const { ports, now } = scene.stage;
    const input = await scene.returned();
    const deadline = now() + LIMITS.exchangeTime - 1;
    await expect(completeConnect(ports, { ...input, deadline })).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
    expect(scene.provider.live()).toEqual([]);
    expect((await completeConnect(ports, input)).connection.status).toBe('active');
  });

  it.each([1_000, 3_000, 9_000])('is kept where the provider takes %d ms', async (pause) => {
    for (const exchange of [1_000, 9_900])
      for (const isRefused of [false, true]) {
        const scene = await openScene(google);
        const deadline = scene.stage.now() + LIMITS.exchangeTime;
        const input = { ...(await scene.returned()), deadline };
        const ports = slow(scene, { pause, exchange, isRefused });
        await completeConnect(ports, input).catch(() => undefined);
        expect(scene.stage.now()).toBeLessThanOrEqual(deadline);
        expect(['in the row', 'in the escrow', 'revoked']).toContain(await whereabouts(scene, []));
        // Also tokens of which nobody knew whose they are.
        if ((await settled(scene)).refresh === 'no row') expect(scene.provider.live()).toEqual([]);
      }
  });
});

/** Every write of a connection takes a while, and `isRefused` makes the store of the tokens come too late. */
function slow(
  { stage: { ports, advance } }: Scene,
  { pause, exchange, isRefused }: { pause: number; exchange: number; isRefused: boolean },
): Ports {
  return {
    ...ports,
    fetch: async (request) => {
      const wanted = request.url.endsWith('/token') ? exchange : pause;
      const { timeLimit = wanted } = request;
      advance(Math.min(wanted, timeLimit));
      if (timeLimit < wanted) throw new Error('too late');
      return ports.fetch(request);
    },
    connections: {
      ...ports.connections,
      change: async (key, change) => {
        advance(1_500);
        return isRefused && change.set.sealedAccess ? false : ports.connections.change(key, change);
      },
    },
  };
}
