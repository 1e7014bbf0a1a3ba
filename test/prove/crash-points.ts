/**
 * Every point at which a process can die, or hear that something is down, in refresh, complete and disconnect: counted in a
 * run without trouble, then taken one by one. A quiet hour follows, and then the judgement.
 */

import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { type ReturnedConsent, returnedConsent } from '../setup/returned-consent.ts';
import { type Fate, fallibleProcess, type Point } from './fallible-process.ts';
import type { Rotation } from './scripted-provider.ts';
import { ORIGIN, type ProvePorts, type ProveWorld, proveWorld, STANDSTILL } from './world.ts';

const MINUTE = 60_000;
export const ADA: Caller = {
  issuer: 'https://issuer.example',
  subject: 'ada',
  roles: new Map([['acme', 'admin']]),
};

/** What is done, and what must have been made ready before. */
export interface Act {
  name: string;
  prepare(world: ProveWorld, rotation: Rotation): Promise<unknown>;
  run(ports: ProvePorts, world: ProveWorld, ready: never): Promise<unknown>;
}

const keyOf = (rotation: Rotation) => ({ workspaceId: 'acme', connectionId: rotation });

export const REFRESH: Act = {
  name: 'refresh',
  async prepare(world, rotation) {
    await world.connect(keyOf(rotation), rotation);
    world.advance(55 * MINUTE);
    return keyOf(rotation);
  },
  run: (ports, world, key) => refreshConnection(ports, { key, deadline: world.now() + MINUTE }),
};

export const DISCONNECT: Act = {
  name: 'disconnect',
  async prepare(world, rotation) {
    await world.connect(keyOf(rotation), rotation);
    return keyOf(rotation);
  },
  run: ({ escrow: _, ...ports }, _world, key) => endConnection(ports, { key, actor: 'ada' }),
};

/** From the signed-in page's request to the stored tokens; start and callback have gone well before. */
export const COMPLETE: Act = {
  name: 'complete',
  async prepare(world, rotation) {
    const ports = world.portsOf(0, () => 'fair');
    await putVerifiedApp(ports, { provider: rotation, clientId: 'client-1' });
    return returnFromConsent(ports, world, rotation);
  },
  run: (ports, _world, returned: ReturnedConsent) =>
    completeConnect(ports, { caller: ADA, workspaceId: 'acme', ...returned }),
};

/** Start, the provider's consent, and its redirect to the callback. */
export async function returnFromConsent(ports: ProvePorts, world: ProveWorld, rotation: Rotation) {
  const started = await startConnect(ports, { caller: ADA, workspaceId: 'acme', provider: rotation });
  const { code } = world.provider.consent(rotation, 'ada@example');
  return returnedConsent(started, { provider: rotation, owner: 'verified' }, { code, iss: ORIGIN });
}

export interface Trial {
  act: Act;
  rotation: Rotation;
  /** Which point, and what happens there. Undefined: nothing, to count them. */
  stroke: { index: number; fate: Fate } | undefined;
}

export interface Tried {
  world: ProveWorld;
  points: Point[];
  /** The process that was struck. */
  process: number;
  died: boolean;
}

export async function tryPoint({ act, rotation, stroke }: Trial): Promise<Tried> {
  const world = proveWorld(7);
  const ready = await act.prepare(world, rotation);
  const process = fallibleProcess({
    id: 1,
    fate: ({ index }) => (stroke && index === stroke.index ? stroke.fate : 'go-on'),
    standStill: () => world.time.sleep(STANDSTILL),
    yields: () => 0,
  });
  const ports = process.wrap(world.portsOf(1, () => 'fair'));
  void process.run(() => act.run(ports, world, ready as never)).catch(() => undefined);
  await world.time.passTo(world.now() + MINUTE);
  const quiet = world.portsOf(0, () => 'fair');
  for (let minute = 0; minute < 60; minute++) {
    void runTick(quiet, world.now() + MINUTE);
    await world.time.passTo(world.now() + MINUTE);
  }
  return { world, points: process.points, process: 1, died: process.isDead() };
}
