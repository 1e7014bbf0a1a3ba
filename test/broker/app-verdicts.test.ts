/**
 * What one tenant's trouble says of an app, and what it does not say.
 * Covers src/broker/health/app-health.ts, src/broker/health/app-health-state.ts, src/broker/health/app-health-after-failure.ts,
 * src/broker/health/app-trial.ts, src/broker/health/throttled-app.ts, src/broker/health/known-health.ts,
 * src/broker/health/believed-health.ts, src/broker/health/report-app-change.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { type AppHealthPorts, appGate, type Permission } from '../../src/broker/health/app-health.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { TokenFailure } from '../../src/oauth/token-failure.ts';
import { systemRandom } from '../../src/system/random.ts';
import { memoryStores } from '../memory/memory-stores.ts';

const SHARED = 'verified/demo/1';
const OWN = 'acme/demo/1';
const HOUR = 3_600_000;
const DOWN: TokenFailure = { kind: 'transient', maybeSpent: true };
const VAGUE: TokenFailure = { kind: 'configuration', maybeSpent: false, isVague: true };
const REFUSED: TokenFailure = { kind: 'configuration', maybeSpent: false };
const told = (retryAfter: number): TokenFailure => ({ kind: 'throttled', maybeSpent: false, retryAfter });

let now: number;
let ports: AppHealthPorts;
let entries: string[];
beforeEach(() => {
  now = Date.UTC(2026, 0, 1);
  entries = [];
  const { appHealth, activity: recorded } = memoryStores();
  const activity: AppHealthPorts['activity'] = {
    ...recorded,
    change: (key, change) => {
      entries.push(String(change.set.type));
      return recorded.change(key, change);
    },
  };
  const nothing = () => undefined;
  ports = {
    appHealth,
    activity,
    events: { publish: async () => undefined },
    clock: { now: () => now, sleep: async () => undefined },
    random: systemRandom,
    log: { info: nothing, warn: nothing, error: nothing },
  };
});

interface Who {
  app?: string;
  /** Why the connection's last attempt failed. */
  reason?: 'provider_unavailable' | 'app_misconfigured';
  account?: string;
  failures?: number;
  connection?: string;
}

/** Every request is a process of its own, as on demand in AWS. */
async function ask(workspaceId: string, who: Who = {}) {
  const { app: appKey = SHARED, account, failures = 0, connection = 'demo', reason } = who;
  const gate = appGate(ports);
  const asker = {
    key: { workspaceId, connectionId: connection },
    record: { failures, reason, accountKey: account ?? `${workspaceId}-${connection}` },
  };
  const permission = await gate.askingAllowed(appKey, asker);
  const asked = { appKey, permission, took: 100 };
  return {
    permission,
    fails: (failure: TokenFailure) => gate.noteFailure(asked, failure),
    answers: (took = 100) => gate.noteAnswer({ ...asked, took }),
  };
}

const fails = async (workspaceId: string, failure: TokenFailure, who?: Who) =>
  (await ask(workspaceId, who)).fails(failure);
const mayAsk = async (workspaceId: string, who?: Who) => (await ask(workspaceId, who)).permission.mayAsk;
const fiveFail = async (failure: TokenFailure) => {
  for (const workspace of ['w1', 'w2', 'w3', 'w4', 'w5']) await fails(workspace, failure);
};
const health = () => ports.appHealth.read({ appKey: SHARED });

describe('an app that many workspaces share', () => {
  it('never rests because of answers that may concern one account, in whichever number', async () => {
    for (let n = 0; n < 50; n++) await fails(`w${n}`, VAGUE);
    expect(await mayAsk('other')).toBe(true);
    expect(await health()).toBeUndefined();
  });

  it('rests when five workspaces are without an answer, and not because of one alone', async () => {
    for (let n = 0; n < 50; n++) await fails('w1', DOWN, { connection: `c${n}` });
    expect(await mayAsk('other')).toBe(true);
    await fiveFail(DOWN);
    expect(await mayAsk('other')).toBe(false);
  });

  it('does not rest again because of those that opened the breaker', async () => {
    await fiveFail(DOWN);
    now += LIMITS.breakerPause + 1;
    // A connection that never failed, of one of them: while it is tried others may be, too.
    const again = await ask('w1', { connection: 'new' });
    expect(again.permission).toMatchObject({ mayAsk: true, trial: 'troubled' });
    const other = await ask('other');
    expect(other.permission).toMatchObject({ mayAsk: true, trial: 'news' });
    await again.fails(DOWN);
    expect((await health())?.openings).toBe(1);
    await other.answers();
    expect(await health()).toBeUndefined();
  });

  it('rests longer when the trial of another workspace fails', async () => {
    await fiveFail(DOWN);
    now += LIMITS.breakerPause + 1;
    await fails('w6', DOWN);
    now += LIMITS.breakerPause + 1;
    expect(await mayAsk('other')).toBe(false);
    now += LIMITS.breakerPause;
    expect(await mayAsk('other')).toBe(true);
  });

  it('is not kept waiting by connections that fail again and again', async () => {
    await fiveFail(DOWN);
    now += LIMITS.breakerPause + 1;
    const hanging = await ask('w9', { failures: 3 });
    expect(hanging.permission).toMatchObject({ mayAsk: true, trial: 'troubled' });
    expect(await mayAsk('w8', { failures: 1 })).toBe(false);
    expect(await mayAsk('other')).toBe(true);
    await hanging.fails(DOWN);
    expect((await health())?.openings).toBe(1);
  });

  it('lets one connection try at a time', async () => {
    await fiveFail(DOWN);
    now += LIMITS.breakerPause + 1;
    const tried = await Promise.all(['a', 'b', 'c', 'd'].map((workspace) => mayAsk(workspace)));
    expect(tried.filter(Boolean)).toHaveLength(1);
    now += LIMITS.trialTime + 1;
    expect(await mayAsk('e')).toBe(true);
  });

  it('is well again after any success, also one that was asked for before the breaker opened', async () => {
    await fails('w1', DOWN);
    const early = await ask('other');
    await fiveFail(DOWN);
    expect(await mayAsk('another')).toBe(false);
    await early.answers();
    expect(await mayAsk('another')).toBe(true);
  });

  it('counts each broken account once, however often it is tried', async () => {
    for (let n = 0; n < 50; n++) for (let w = 0; w < 9; w++) await fails(`w${w}`, DOWN, { failures: 1 + n });
    expect(await health()).toBeUndefined();
  });

  it('T259: is not bound by a wait that one account was told', async () => {
    for (let n = 0; n < 20; n++) await fails('w1', told(900));
    expect(await mayAsk('other')).toBe(true);
    // The same account in another workspace is not a second voice, nor is a second account of the same workspace.
    await fails('w2', told(900), { account: 'w1-demo' });
    await fails('w1', told(900), { connection: 'demo~two' });
    expect(await mayAsk('other')).toBe(true);
  });

  it('T259: rests when two without a common account were told so, for a minute at most', async () => {
    await fails('w1', told(900));
    await fails('w2', told(30));
    expect(await mayAsk('other')).toBe(false);
    now += 30_001;
    expect(await mayAsk('other')).toBe(true);
    await fails('w3', told(900));
    expect(await mayAsk('other')).toBe(false);
    now += LIMITS.sharedThrottlePause + 1;
    expect(await mayAsk('other')).toBe(true);
  });

  it.each([60, 900])(
    'T259: is not made to rest again by the two whose waits of %i s made it rest',
    async (wait) => {
      await fails('w1', told(wait));
      await fails('w2', told(wait));
      for (let minute = 0; minute < 10; minute++) {
        now += LIMITS.sharedThrottlePause + 1;
        // New consents: these connections never failed before. Nobody else could succeed in the meantime.
        await fails('w1', told(wait), { connection: `a${minute}` });
        await fails('w2', told(wait), { connection: `b${minute}`, account: `more-${minute}` });
        expect(await mayAsk('other')).toBe(true);
      }
      await fails('w3', told(wait));
      expect(await mayAsk('other')).toBe(false);
    },
  );

  it('T259: keeps in mind who was told to wait, though one workspace has many accounts', async () => {
    await fails('w1', told(900));
    for (let n = 0; n < 2 * LIMITS.reportersKept; n++) await fails('w2', told(900), { connection: `c${n}` });
    now += LIMITS.sharedThrottlePause + 1;
    await fails('w1', told(900), { connection: 'two' });
    expect(await mayAsk('other')).toBe(true);
    await fails('w3', told(900));
    expect(await mayAsk('other')).toBe(false);
  });

  it('T259: rests no longer than until another one’s success', async () => {
    await fails('w1', told(900));
    const early = await ask('other');
    await fails('w2', told(900));
    expect(await mayAsk('another')).toBe(false);
    await early.answers();
    expect(await mayAsk('another')).toBe(true);
    await fails('w3', told(900));
    expect(await mayAsk('another')).toBe(true);
  });

  it('loses no report of processes that write at once', async () => {
    const asked = await Promise.all(['w1', 'w2', 'w3', 'w4', 'w5'].map((workspace) => ask(workspace)));
    await Promise.all(asked.map(({ fails }) => fails(DOWN)));
    expect(await mayAsk('other')).toBe(false);
  });
});

describe('a client secret of an app that many workspaces share', () => {
  const FAILED = { failures: 3, reason: 'provider_unavailable' } as const;
  let told: string[];
  beforeEach(() => {
    told = [];
    ports.log = { ...ports.log, error: (event) => void told.push(event) };
  });

  it('that is refused after an outage is noticed, though no connection is without a failure', async () => {
    await fiveFail(DOWN);
    for (const workspace of ['w1', 'w2', 'w3', 'w4', 'w5']) {
      now += LIMITS.breakerPauseCap + 1;
      expect(told).toEqual([]);
      await fails(workspace, REFUSED, FAILED);
    }
    expect(told).toEqual(['app_health']);
    expect(await health()).toMatchObject({ reason: 'app_misconfigured' });
    expect(await mayAsk('other')).toBe(false);
  });

  it('that is refused after failures which opened no breaker is noticed as well', async () => {
    for (const workspace of ['w1', 'w2', 'w3', 'w4', 'w5']) await fails(workspace, REFUSED, FAILED);
    expect(told).toEqual(['app_health']);
    expect(await mayAsk('other')).toBe(false);
  });

  it('is not blamed for what one account, or the same connection again and again, was refused', async () => {
    for (const workspace of ['w1', 'w2', 'w3', 'w4']) await fails(workspace, DOWN);
    await fails('w5', REFUSED);
    now += LIMITS.breakerPause + 1;
    await fails('w6', REFUSED);
    for (let n = 0; n < 9; n++)
      for (let w = 0; w < 9; w++)
        await fails(`w${w}`, REFUSED, { failures: 1 + n, reason: 'app_misconfigured' });
    expect(told).toEqual([]);
    expect((await health())?.alertedAt).toBeUndefined();
  });
});

describe('a workspace’s own app', () => {
  it('rests at once when its client is refused, and until a trial is answered', async () => {
    await fails('acme', REFUSED, { app: OWN });
    now += LIMITS.configurationPause - 1;
    expect(await mayAsk('acme', { app: OWN })).toBe(false);
    now += 2;
    await fails('acme', REFUSED, { app: OWN, failures: 1 });
    expect(await mayAsk('acme', { app: OWN, connection: 'two' })).toBe(false);
    now += LIMITS.configurationPause + 1;
    await (await ask('acme', { app: OWN })).answers();
    expect(await ports.appHealth.read({ appKey: OWN })).toBeUndefined();
  });

  it('tells its workspace of a refused client, and raises no alarm of the platform’s operators', async () => {
    const told: string[] = [];
    ports.log = { ...ports.log, error: (event) => void told.push(event) };
    for (let n = 0; n < 9; n++) {
      await fails('acme', REFUSED, { app: OWN, connection: `c${n}` });
      now += LIMITS.configurationPause + 1;
    }
    expect(told).toEqual([]);
    expect(entries).toEqual(['app_misconfigured']);
  });

  it('rests after two of its accounts were told to wait, as long as both were', async () => {
    await fails('acme', told(1_800), { app: OWN, connection: 'one' });
    expect(await mayAsk('acme', { app: OWN, connection: 'three' })).toBe(true);
    await fails('acme', told(900), { app: OWN, connection: 'two' });
    now += 900_000 - 1;
    expect(await mayAsk('acme', { app: OWN, connection: 'three' })).toBe(false);
    now += 2;
    expect(await mayAsk('acme', { app: OWN, connection: 'three' })).toBe(true);
  });

  it('never rests longer than an hour, whatever it is told', async () => {
    await fails('acme', told(1e12), { app: OWN, connection: 'one' });
    await fails('acme', told(1e12), { app: OWN, connection: 'two' });
    now += HOUR - 1;
    expect(await mayAsk('acme', { app: OWN, connection: 'three' })).toBe(false);
    now += 2;
    expect(await mayAsk('acme', { app: OWN, connection: 'three' })).toBe(true);
  });
});

describe('a slow app', () => {
  const slowUntil = (permission: Permission) => permission.mayAsk && permission.health?.slowUntil;

  it('is called slow for some minutes after an answer that took long, or that did not come', async () => {
    await (await ask('w1')).answers(LIMITS.slowAnswer);
    expect(slowUntil((await ask('w2')).permission)).toBe(now + LIMITS.slowFor);
    // A fast answer in between does not hide the slow ones.
    await (await ask('w2')).answers();
    expect(slowUntil((await ask('w2')).permission)).toBe(now + LIMITS.slowFor);
    now += LIMITS.slowFor + 1;
    await (await ask('w2')).answers();
    expect(await health()).toBeUndefined();
  });

  it('costs one write for many slow answers, and a fast app costs none', async () => {
    let writes = 0;
    const { appHealth } = ports;
    ports = {
      ...ports,
      appHealth: {
        ...appHealth,
        change: (key, change) => {
          writes++;
          return appHealth.change(key, change);
        },
      },
    };
    for (let n = 0; n < 20; n++) await (await ask(`w${n}`)).answers();
    expect(writes).toBe(0);
    for (let n = 0; n < 20; n++) await (await ask(`w${n}`)).answers(LIMITS.slowAnswer);
    expect(writes).toBe(1);
  });
});

describe('an item of health that somebody edited', () => {
  const FAR = Number.MAX_SAFE_INTEGER;
  const EDITS: [string, Record<string, unknown>][] = [
    ['a pause', { pauseUntil: FAR }],
    ['a pause of a day', { pauseUntil: Date.UTC(2026, 0, 2) }],
    ['a trial', { openings: 1, trialUntil: FAR }],
    ['a trial of the troubled', { openings: 1, troubledUntil: FAR }],
    ['a revision without a next one', { openings: 1, revision: FAR }],
    ['other lists', { failing: [null, 7, {}], refused: [[]], throttled: [null, 7, 'x', {}, { by: 1 }] }],
    ['waits', { throttled: ['a', 'b'].map((by) => ({ by, account: by, until: FAR })) }],
    ['an alert to come', { alertedAt: FAR }],
    ['slowness', { slowUntil: FAR }],
  ];
  let edits = 0;
  async function edit(set: Record<string, unknown>) {
    const item = { pauseUntil: 0, reason: 'provider_unavailable', ...set } as never;
    await ports.appHealth.delete({ appKey: SHARED }, {});
    await ports.appHealth.change({ appKey: SHARED }, { expect: {}, set: item, writeId: `edit${edits++}` });
  }

  it.each(EDITS)('with %s keeps nobody from the provider, and is judged on as usual', async (_title, set) => {
    for (const failures of [0, 1]) {
      await edit(set);
      const { permission, fails } = await ask('acme', { failures });
      expect(permission.mayAsk).toBe(true);
      if (permission.mayAsk) expect(permission.health?.slowUntil).toBeUndefined();
      await fails(DOWN);
    }
    await edit(set);
    await fails('w1', told(900));
    const other = await ask('other');
    expect(other.permission.mayAsk).toBe(true);
    await other.answers();
    expect(await health()).toBeUndefined();
  });
});
