/**
 * Two workspaces have connections of one account, or are about to. One disconnects while the other consents or refreshes, in
 * an order that the seed chooses, with an account index that is late. Time passes, and then the judgement.
 */
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import type { ConnectionKey, ConnectionStore } from '../../src/broker/stores.ts';
import { ADA, MALLORY } from '../rows/furnish-world.ts';
import { openStage, type Stage } from '../rows/stage.ts';
import { returnedConsent } from '../setup/returned-consent.ts';
import { type GrantProvider, grantProvider } from './grant-provider.ts';
import { type HeldCalls, heldCalls } from './held-calls.ts';
import { type Dice, dice } from './seeded.ts';

const MINUTE = 60_000;
const PROVIDER = 'google';
const LEAVING: ConnectionKey = { workspaceId: 'acme', connectionId: PROVIDER };
const STAYING: ConnectionKey = { workspaceId: 'globex', connectionId: PROVIDER };

/** What the other workspace does, and what it had before. */
export const RACES = ['new', 'after a disconnect', 'again', 'refresh'] as const;
export type Race = (typeof RACES)[number];

export interface Judged {
  race: Race;
  /** Of the receipt. */
  outcome: string;
  /** Of the other workspace: the refusal of its consent, or `stored`. */
  other: string;
  faults: string[];
}

interface World {
  stage: Stage;
  provider: GrantProvider;
  rolls: Dice;
  index: LateIndex;
}

export async function runRace(seed: number, race: Race): Promise<Judged> {
  const rolls = dice(seed);
  const provider = grantProvider();
  const stage = await openStage({ fetch: provider.fetch });
  const index = lateIndex(stage.ports.connections, rolls);
  const world = { stage, provider, rolls, index };
  await putVerifiedApp(stage.ports, { provider: PROVIDER, clientId: `client-verified-${PROVIDER}` });
  await consented(world, 'acme').then((complete) => complete(stage.ports));
  const [token = ''] = provider.live();
  const other = await otherOf(world, race);
  await index.begin();
  const calls = heldCalls(rolls);
  const leaving = endConnection(withoutEscrow(processOf(world, calls, 0)), { key: LEAVING, actor: 'ada' });
  const staying = other(processOf(world, calls, 1)).then(
    () => 'stored',
    (error: { code?: string }) => error.code ?? String(error),
  );
  await calls.finish([leaving, staying]);
  await leaving;
  index.catchUp();
  return judged(world, { race, token, other: await staying });
}

type Act = (ports: Ports) => Promise<unknown>;

async function otherOf(world: World, race: Race): Promise<Act> {
  const { ports } = world.stage;
  if (race === 'new') return consented(world, 'globex');
  await consented(world, 'globex').then((complete) => complete(ports));
  if (race === 'refresh')
    return (held) => refreshConnection(held, { key: STAYING, deadline: world.stage.now() + MINUTE });
  if (race === 'after a disconnect') await endConnection(ports, { key: STAYING, actor: 'mallory' });
  return consented(world, 'globex');
}

/** A consent up to the browser's return; the rest is the completion. */
async function consented({ stage, provider }: World, workspaceId: 'acme' | 'globex'): Promise<Act> {
  const caller = workspaceId === 'acme' ? ADA : MALLORY;
  const { ports } = stage;
  const started = await startConnect(ports, { caller, workspaceId, provider: PROVIDER });
  const path = { provider: PROVIDER, owner: 'verified' };
  const returned = returnedConsent(started, path, { code: provider.code() });
  return (held) => completeConnect(held, { caller, workspaceId, ...returned });
}

function processOf({ stage, index, rolls }: World, calls: HeldCalls, process: number): Ports {
  const { ports, advance } = stage;
  const fetch: Ports['fetch'] = async (request) => {
    advance(Math.floor(rolls.next() * 2_000));
    return ports.fetch(request);
  };
  return calls.portsOf(process, { ...ports, fetch, connections: index.connections }, advance);
}

/** As `connect` has them. */
function withoutEscrow({ escrow: _, ...ports }: Ports): Omit<Ports, 'escrow'> {
  return ports;
}

interface LateIndex {
  connections: ConnectionStore;
  begin(): Promise<void>;
  catchUp(): void;
}

/** The account index as it was some writes ago. The items themselves are never late. */
function lateIndex(connections: ConnectionStore, { pick }: Dice): LateIndex {
  const lag = pick([0, 1, 3, 1_000]);
  let states: Map<string, ConnectionKey[]>[] = [];
  let isLate = false;
  const known = new Set<string>();
  const note = async () => {
    const state = new Map<string, ConnectionKey[]>();
    for (const accountKey of known) state.set(accountKey, await connections.sharingAccount(accountKey));
    states.push(state);
  };
  return {
    connections: {
      ...connections,
      async change(key, change) {
        const done = await connections.change(key, change);
        if (typeof change.set.accountKey === 'string') known.add(change.set.accountKey);
        if (isLate) await note();
        return done;
      },
      async sharingAccount(accountKey) {
        if (!isLate) return connections.sharingAccount(accountKey);
        return states[Math.max(0, states.length - 1 - lag)]?.get(accountKey) ?? [];
      },
    },
    async begin() {
      const record = await connections.read(LEAVING);
      if (record?.accountKey) known.add(record.accountKey);
      states = [];
      isLate = true;
      await note();
    },
    catchUp() {
      isLate = false;
    },
  };
}

/** `token` is the refresh token of the connection that was ended, `other` what the other workspace heard. */
async function judged(
  { stage, provider }: World,
  { race, token, other }: { race: Race; token: string; other: string },
): Promise<Judged> {
  const { ports } = stage;
  const faults: string[] = [];
  const isOver = async () =>
    (await ports.connections.read(LEAVING))?.status === 'disconnected' && stage.escrow.size === 0;
  for (let round = 0; round < 10 && !(await isOver()); round++) {
    stage.advance(MINUTE + 1_000);
    await runTick(ports, stage.now() + MINUTE);
  }
  // The provider says no more whose the killed tokens of a refused consent were: their copy is given up after a day.
  if (stage.escrow.size > 0) {
    stage.advance(LIMITS.escrowLife + MINUTE);
    await runTick(ports, stage.now() + MINUTE);
  }
  if (!(await isOver())) faults.push('the disconnect, or the escrow, never ends');
  const outcome = (await ports.connections.read(LEAVING))?.receipt?.revocation.outcome ?? 'none';
  const saysEnded = outcome === 'revoked';
  if (saysEnded === provider.live().includes(token)) faults.push(`the token disagrees with ${outcome}`);
  const staying = await ports.connections.read(STAYING);
  stage.advance(MINUTE);
  const isLive = staying !== undefined && staying.status !== 'disconnected';
  if (isLive) {
    const report = await refreshConnection(ports, { key: STAYING, deadline: stage.now() + MINUTE });
    if (report.outcome !== 'refreshed')
      faults.push(`${staying.status} row: its refresh is ${report.outcome}`);
    if (outcome !== 'left_shared_grant' && outcome !== 'revoked') faults.push(`the receipt says ${outcome}`);
  }
  if (!isLive && outcome !== 'revoked') faults.push(`nobody has the grant, and the receipt says ${outcome}`);
  if (!isLive && provider.live().length > 0) faults.push('tokens live that nobody holds');
  if (isLive === (other !== 'stored') && race === 'new') faults.push(`${other}, and the row disagrees`);
  return { race, outcome, other, faults };
}
