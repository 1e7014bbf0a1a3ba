/**
 * Covers src/broker/connect/complete-connect.ts, src/broker/connect/store-consent.ts,
 * src/broker/refresh/store-refreshed.ts, src/broker/refresh/claim-attempt.ts, src/broker/refresh/settle-lost-answer.ts.
 */
import { describe, expect, it } from 'vitest';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import {
  type Act,
  ADA,
  COMPLETE,
  DISCONNECT,
  REFRESH,
  returnFromConsent,
  type Tried,
  tryPoint,
} from './crash-points.ts';
import type { Fate, Point } from './fallible-process.ts';
import { findingOf } from './judge.ts';
import { ROTATIONS, type Rotation } from './scripted-provider.ts';

const everyPoint = async (act: Act, rotation: Rotation): Promise<Point[]> =>
  (await tryPoint({ act, rotation, stroke: undefined })).points;

async function findingAfter({ world, died }: Tried, rotation: Rotation): Promise<string> {
  const ports = world.portsOf(0, () => 'fair');
  const key = { workspaceId: 'acme', connectionId: rotation };
  if (!(await ports.connections.read(key))) return 'never-connected';
  const grant = [...world.provider.grants.values()].at(-1) ?? expect.unreachable();
  const past = {
    provider: world.provider,
    dead: new Set(died ? [1] : []),
    cutOff: new Set<number>(),
    began: new Map(),
  };
  return findingOf(ports, { key, grant }, past);
}

/** What the run without trouble passes, and what each of its points does to it. */
async function findings(act: Act, rotation: Rotation, fate: Fate) {
  const points = await everyPoint(act, rotation);
  const found: { point: Point; finding: string; tried: Tried }[] = [];
  for (const point of points) {
    // What happens to a provider's answer is told below: an error there is an answer that was lost.
    if (fate === 'down' && point.port === 'fetch') continue;
    const tried = await tryPoint({ act, rotation, stroke: { index: point.index, fate } });
    found.push({ point, finding: await findingAfter(tried, rotation), tried });
  }
  return { points, found };
}

const nameOf = ({ point }: { point: Point }) => `${point.port} ${point.when}`;

describe.each(ROTATIONS)('a refresh with a provider whose rotation is %s', (rotation) => {
  it('awaits nothing between the provider’s answer and the one write of the tokens', async () => {
    const points = await everyPoint(REFRESH, rotation);
    const answer = points.findIndex(({ port, when }) => port === 'fetch' && when === 'after');
    expect(points[answer + 1]).toMatchObject({ port: 'connections.change', when: 'before' });
    expect(points.filter(({ port, when }) => port === 'fetch' && when === 'before')).toHaveLength(1);
    // Read, claim, store; and the app's health.
    const table = points.filter(
      ({ port, when }) => /^(connections|appHealth)/.test(port) && when === 'before',
    );
    expect(table.map(({ port }) => port)).toEqual([
      'connections.read',
      'appHealth.read',
      'connections.change',
      'connections.change',
    ]);
  });

  it('T099 T100 T101: loses nothing when its process dies at any await, but for the one window of a strict provider', async () => {
    const { points, found } = await findings(REFRESH, rotation, 'die');
    expect(points.length).toBeGreaterThan(15);
    const lost = found.filter(({ finding }) => finding !== 'fine');
    expect(lost.map(({ finding }) => finding)).toEqual(lost.map(() => 'lost-in-window'));
    // Asked and not yet told; told and not yet written.
    expect(lost.map(nameOf)).toEqual(
      rotation === 'strict' ? ['fetch after', 'connections.change before'] : [],
    );
  });

  it.each<Fate>(['down', 'stand-still'])(
    'T102 T103 T129: loses nothing to “%s” at any await',
    async (fate) => {
      const { found } = await findings(REFRESH, rotation, fate);
      expect(found.filter(({ finding }) => finding !== 'fine').map(nameOf)).toEqual([]);
    },
  );
});

describe.each(ROTATIONS)('a disconnect from a provider whose rotation is %s', (rotation) => {
  it.each<Fate>(['die', 'down', 'stand-still'])(
    'T156 T159 T164: ends with dead tokens or was never begun, whatever “%s” hits',
    async (fate) => {
      const { points, found } = await findings(DISCONNECT, rotation, fate);
      expect(points.length).toBeGreaterThan(10);
      expect(found.filter(({ finding }) => finding !== 'fine').map(nameOf)).toEqual([]);
      for (const { point, tried } of found) {
        const record = await tried.world.stores.connections.read({
          workspaceId: 'acme',
          connectionId: rotation,
        });
        // Once it is inert it comes to its end by itself.
        expect(['active', 'disconnected'], nameOf({ point })).toContain(record?.status);
        if (record?.status === 'disconnected') expect(record.sealedRefresh).toBeUndefined();
      }
    },
  );
});

describe.each(ROTATIONS)('a consent with a provider whose rotation is %s', (rotation) => {
  it.each<Fate>(['die', 'down', 'stand-still'])(
    'T029: is stored whole or not at all, and can be made again, whatever “%s” hits at its completion',
    async (fate) => {
      const { points, found } = await findings(COMPLETE, rotation, fate);
      expect(points.length).toBeGreaterThan(20);
      const odd = found.filter(({ finding }) => finding !== 'fine' && finding !== 'never-connected');
      expect(odd.map((each) => [nameOf(each), each.finding])).toEqual([]);
      expect(found.map(({ finding }) => finding)).toContain('fine');
      for (const { finding, tried } of found
        .filter((each) => each.finding === 'never-connected')
        .slice(0, 5)) {
        const ports = tried.world.portsOf(0, () => 'fair');
        const returned = await returnFromConsent(ports, tried.world, rotation);
        const input = { caller: ADA, workspaceId: 'acme', ...returned };
        expect((await completeConnect(ports, input)).connection.status, finding).toBe('active');
      }
    },
  );
});
