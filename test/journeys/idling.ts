/**
 * What the tests of a disconnect of an idle connection share: a connection whose access token has run out, at a scripted
 * provider, and every write of its row.
 */
import { afterEach, beforeEach, expect } from 'vitest';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { disconnect } from '../../src/broker/disconnect/disconnect.ts';
import { beginDisconnect } from '../../src/broker/disconnect/end-connection.ts';
import type { Ports } from '../../src/broker/ports.ts';
import type { Connection } from '../../src/broker/records.ts';
import { answerRefresh } from '../../src/broker/refresh/answer-refresh.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { connect } from '../providers/run-journey.ts';
import { ADMIN, CLIENT, openWorld, WORKSPACE, type World } from '../providers/world.ts';

export const MINUTE = 60_000;
const USABLE = ['active', 'refresh_failing', 'reauthorization_required'];
export let world: World;
export let written: Partial<Connection>[];

/** Connected, and not used for longer than the access token lives. */
export async function idle(scripted: ScriptedProvider): Promise<Ports> {
  world = await openWorld(scripted);
  const { ports, running } = world;
  await putVerifiedApp(ports, { provider: scripted.provider, clientId: CLIENT.clientId });
  await connect(world);
  const { accessExpiresAt = 0 } = await row();
  world.advance(accessExpiresAt - world.now() + MINUTE);
  running.expireAccess();
  world.requests.length = 0;
  return ports;
}

/** Registers the hooks of the test file that calls it. */
export function beginIdling(): void {
  beforeEach(() => {
    written = [];
  });
  afterEach(async () => {
    expect(world.violations).toEqual([]);
    // Whatever happened, nothing made the row usable after its disconnect had begun.
    const begun = written.findIndex(({ status }) => status === 'disconnecting');
    const after = (begun < 0 ? [] : written.slice(begun)).flatMap(({ status }) => status ?? []);
    expect(after.filter((status) => USABLE.includes(status))).toEqual([]);
    await world.close();
  });
}

export const key = () => ({ workspaceId: WORKSPACE, connectionId: world.scripted.provider });
export const row = async () => (await world.ports.connections.read(key())) ?? expect.unreachable();
export const tick = (patch: Partial<Ports> = {}) =>
  runTick(watched({ ...world.ports, ...patch }), world.now() + MINUTE);
export const asked = (path: string) => world.requests.filter((request) => request.endsWith(path)).length;
export const begun = async () => {
  const { record } = (await beginDisconnect(watched(world.ports), { key: key(), actor: 'ada' })) ?? {};
  return record ?? expect.unreachable();
};
/** What a disconnect of a person does, with token-refresh on the same or on other ports. */
export const disconnected = (ports: Ports, refreshing: Ports = ports) =>
  disconnect(watched({ ...ports, revoker: revokerOn(refreshing) }), { caller: ADMIN, key: key() });
const revokerOn = (ports: Ports): Ports['revoker'] => ({
  revoke: async (each, epoch) => {
    const event = { version: '1', kind: 'revocation', ...each, epoch };
    return (await answerRefresh(watched(ports), event, world.now() + MINUTE)) as Awaited<
      ReturnType<Ports['revoker']['revoke']>
    >;
  },
});
/** The ports, with every write noted that the table took. */
export const watched = (ports: Ports): Ports => ({
  ...ports,
  connections: {
    ...ports.connections,
    change: async (each, change) => {
      const isDone = await ports.connections.change(each, change);
      if (isDone) written.push(change.set as Partial<Connection>);
      return isDone;
    },
  },
});
/** Ports on which one request is answered otherwise. */
export const answering = (ports: Ports, path: string, answer: () => Promise<Response> | Response): Ports => ({
  ...ports,
  fetch: async (request) => (request.url.includes(path) ? answer() : ports.fetch(request)),
});
