/** A long life of many connections under every fault that we know, repeated by its seed. */
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { fallibleProcess, type Point } from './fallible-process.ts';
import { doubleSpends, type Finding, findingOf, type Subject } from './judge.ts';
import { lateRecoveries, longestBy, type Recovery, type TickNote, type Wait } from './recovery.ts';
import { LONG_ROTATIONS, type Rotation } from './scripted-provider.ts';
import { type ProvePorts, type ProveWorld, proveWorld, STANDSTILL, type Weather } from './world.ts';

export interface RefreshRun {
  seed: number;
  /** Refreshes that brought new tokens. */
  cycles: number;
  connections: number;
}

export interface RunReport {
  seed: number;
  cycles: number;
  connections: number;
  faults: number;
  faultsBy: Record<string, number>;
  /** Every connection that ended or was looked at in the end: what was found, by how its provider rotates. */
  findings: Findings;
  doubleSpends: number;
  /**
   * From a connection's first failure to its next success, in seconds of the run's clock; the longest also by what the last
   * wait was for. `late`: two ticks could have brought it, and did not.
   */
  recovery: { cases: number; median: number; longest: number; by: Record<Wait, number>; late: Recovery[] };
}

const BAD_WEATHER: readonly Weather[] = [
  'not-sent',
  'lost-on-the-way',
  'answer-lost',
  'slow',
  '500',
  '429',
  '429-by-date',
  'unknown-4xx',
  'odd-answer',
  'no-access-token',
  'html',
  'temporarily_unavailable',
];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Findings = Record<Rotation, Record<Finding, number>>;

interface Life {
  world: ProveWorld;
  subjects: Subject[];
  processes: number;
  /** Processes that died. */
  dead: Set<number>;
  /** Processes for which table and escrow were both out of reach from some moment on. */
  cutOff: Set<number>;
  /** When each process began. */
  began: Map<number, number>;
  /** Processes that a fault struck. */
  struck: Set<number>;
  ticks: (TickNote & { process: number })[];
  faultsBy: Record<string, number>;
  findings: Findings;
}

export async function runRefresh({ seed, cycles, connections }: RefreshRun): Promise<RunReport> {
  const world = proveWorld(seed);
  const none = () => ({
    fine: 0,
    dead: 0,
    lost: 0,
    'lost-in-window': 0,
    'lost-cut-off': 0,
    'false-death': 0,
    revived: 0,
  });
  const findings = { strict: none(), grace: none(), none: none(), remote: none() };
  const life: Life = {
    world,
    subjects: [],
    processes: 0,
    dead: new Set(),
    cutOff: new Set(),
    began: new Map(),
    struck: new Set(),
    ticks: [],
    faultsBy: {},
    findings,
  };
  for (let number = 0; number < connections; number++) {
    const key = { workspaceId: `w${number % 50}`, connectionId: `${LONG_ROTATIONS[number % 4]}~c${number}` };
    life.subjects.push({ key, grant: await world.connect(key, LONG_ROTATIONS[number % 4] ?? 'none') });
  }
  while (world.provider.rotations() < cycles) await liveAMinute(life);
  const rotations = world.provider.rotations();
  await calmDown(life);
  await judgeAll(life, life.subjects);
  return {
    seed,
    cycles: rotations,
    connections,
    faults: Object.values(life.faultsBy).reduce((sum, count) => sum + count, 0),
    faultsBy: life.faultsBy,
    findings,
    doubleSpends: doubleSpends({ ...life, provider: world.provider }),
    recovery: recoveryOf(life),
  };
}

/** A tick or two, some calls that cannot wait, and now and then a person. Whoever stands still goes on in a later minute. */
async function liveAMinute(life: Life): Promise<void> {
  const { world, subjects } = life;
  const { dice } = world;
  await tickIn(life);
  if (dice.oneIn(8)) await tickIn(life);
  for (let calls = dice.oneIn(3) ? 2 : 0; calls > 0; calls--) callIn(life, dice.pick(subjects));
  if (dice.oneIn(40)) disconnectIn(life, dice.pick(subjects));
  if (dice.oneIn(60)) endByOwner(dice.pick(subjects));
  await world.time.passTo(world.now() + MINUTE);
  await replaceEnded(life);
}

async function tickIn(life: Life): Promise<void> {
  const { world } = life;
  const resting = await restingApps(world);
  life.ticks.push({ at: world.now(), process: life.processes + 1, resting, isStruck: false });
  void inProcess(life, (ports) => runTick(ports, world.now() + MINUTE));
}

/** Apps whose breaker is open or half open, or that were told to wait. */
async function restingApps({ stores, now }: ProveWorld): Promise<Set<string>> {
  const resting = new Set<string>();
  for (const rotation of LONG_ROTATIONS) {
    const health = await stores.appHealth.read({ appKey: `verified/${rotation}/1` });
    if (health && (health.openings !== undefined || health.pauseUntil > now())) resting.add(rotation);
  }
  return resting;
}

function callIn(life: Life, { key }: Subject): void {
  const input = { key, isOnDemand: true as const, deadline: life.world.now() + MINUTE };
  void inProcess(life, (ports) => refreshConnection(ports, input));
}

/** The connect function: without a right to the escrow. */
function disconnectIn(life: Life, { key }: Subject): void {
  void inProcess(life, ({ escrow: _, ...ports }) => endConnection(ports, { key, actor: 'ada' }));
}

function endByOwner({ grant }: Subject): void {
  if (grant.isAlive) Object.assign(grant, { isAlive: false, endedBy: 'owner' });
}

/** One process with its share of bad luck. Whatever it throws, the next minute goes on. */
async function inProcess(life: Life, work: (ports: ProvePorts) => Promise<unknown>): Promise<void> {
  const { world } = life;
  const { dice } = world;
  const id = ++life.processes;
  life.began.set(id, world.now());
  const process = fallibleProcess({
    id,
    fate: badLuck(life, id),
    standStill: () => world.time.sleep(STANDSTILL),
    yields: () => Math.floor(dice.next() * 3),
  });
  const ports = process.wrap(world.portsOf(id, () => weather(life)));
  const ended = await process.run(() => work(ports)).catch(() => 'failed');
  if (ended === 'died') life.dead.add(id);
}

function weather(life: Life): Weather {
  const { dice } = life.world;
  if (!dice.oneIn(8)) return 'fair';
  const bad = dice.pick(BAD_WEATHER);
  note(life, bad);
  return bad;
}

type Fate = ReturnType<Parameters<typeof fallibleProcess>[0]['fate']>;

/** At most one stroke a process: a moment, or from some moment on one of its neighbours is down. */
function badLuck(life: Life, id: number): (point: Point) => Fate {
  const { dice } = life.world;
  if (!dice.oneIn(3)) return () => 'go-on';
  const at = Math.floor(dice.next() ** 2 * 120);
  const stroke = dice.pick([
    'die',
    'die',
    'stand-still',
    'down',
    'table-down',
    'vault-down',
    'secrets-down',
    'escrow-down',
    'all-down',
  ] as const);
  let noted = false;
  const struck = (fate: Fate): Fate => {
    if (!noted) note(life, stroke);
    life.struck.add(id);
    noted = true;
    if (stroke === 'all-down') life.cutOff.add(id);
    return fate;
  };
  return ({ index, port }) => {
    if (index < at) return 'go-on';
    // What happens to a provider's answer is the weather's business.
    if (stroke === 'down' && port === 'fetch') return 'go-on';
    if (stroke === 'die' || stroke === 'stand-still' || stroke === 'down')
      return index === at ? struck(stroke) : 'go-on';
    return isDown(stroke, port) ? struck('down') : 'go-on';
  };
}

function isDown(stroke: string, port: string): boolean {
  const neighbour = {
    'table-down': /^(connections|appHealth|activity)/,
    'vault-down': /^vault/,
    'secrets-down': /^platform/,
    'escrow-down': /^escrow/,
    'all-down': /^(connections|escrow|vault)/,
  }[stroke];
  return neighbour?.test(port) ?? false;
}

function note({ faultsBy }: Life, fault: string): void {
  faultsBy[fault] = (faultsBy[fault] ?? 0) + 1;
}

/** What ended is judged a quiet hour later, by when late answers and copies are settled, and connected anew. */
async function replaceEnded(life: Life): Promise<void> {
  const { world } = life;
  const ended = world.endedBefore(world.now() - HOUR);
  const subjects = life.subjects.filter(({ key }) => ended.has(`${key.workspaceId}/${key.connectionId}`));
  const settled: Subject[] = [];
  for (const subject of subjects) {
    const record = await world.stores.connections.read(subject.key);
    if (record?.status === 'disconnected' || record?.status === 'reauthorization_required')
      settled.push(subject);
  }
  await judgeAll(life, settled);
  for (const subject of settled) subject.grant = await world.connect(subject.key, subject.grant.rotation);
}

async function judgeAll(life: Life, subjects: Subject[]): Promise<void> {
  const { world, findings } = life;
  const ports = world.portsOf(0, () => 'fair');
  for (const subject of subjects) {
    const finding = await findingOf(ports, subject, { ...life, provider: world.provider });
    findings[subject.grant.rotation][finding]++;
  }
}

/** Thirty hours in which everything works: whatever can be settled is. */
async function calmDown(life: Life): Promise<void> {
  const { world } = life;
  const ports = world.portsOf(0, () => 'fair');
  for (let minute = 0; minute < 30 * 60; minute += 5) {
    life.ticks.push({ at: world.now(), process: 0, resting: await restingApps(world), isStruck: false });
    void runTick(ports, world.now() + MINUTE);
    await world.time.passTo(world.now() + 5 * MINUTE);
  }
}

function recoveryOf({ world: { recoveries }, ticks, struck }: Life): RunReport['recovery'] {
  const seconds = (ms: number) => Math.round(ms / 1_000);
  const sorted = recoveries.map(({ at, since }) => seconds(at - since)).sort((a, b) => a - b);
  const by = Object.entries(longestBy(recoveries)).map(([wait, ms]) => [wait, seconds(ms)]);
  const noted = ticks.map((tick) => ({ ...tick, isStruck: struck.has(tick.process) }));
  return {
    cases: sorted.length,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    longest: sorted.at(-1) ?? 0,
    by: Object.fromEntries(by) as Record<Wait, number>,
    late: lateRecoveries(recoveries, noted),
  };
}
