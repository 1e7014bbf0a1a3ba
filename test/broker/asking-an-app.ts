/** Connections that ask whether they may ask the provider of an app, and tell what came of it. */
import { type AppHealthPorts, appGate } from '../../src/broker/health/app-health.ts';
import type { TokenFailure } from '../../src/oauth/token-failure.ts';
import { systemRandom } from '../../src/system/random.ts';
import { memoryStores } from '../memory/memory-stores.ts';

/** An app that many workspaces share, and the app of one workspace. */
export const SHARED = 'verified/demo/1';
export const OWN = 'acme/demo/1';
export const DOWN: TokenFailure = { kind: 'transient', maybeSpent: true };
export const VAGUE: TokenFailure = { kind: 'configuration', maybeSpent: false, isVague: true };
export const REFUSED: TokenFailure = { kind: 'configuration', maybeSpent: false };
export const told = (retryAfter: number): TokenFailure => ({
  kind: 'throttled',
  maybeSpent: false,
  retryAfter,
});

export interface Who {
  app?: string;
  /** Why the connection's last attempt failed. */
  reason?: 'provider_unavailable' | 'app_misconfigured';
  account?: string;
  failures?: number;
  connection?: string;
}

/** Apps without a failure, in a world with a clock of its own. */
export function askingWorld() {
  let now = Date.UTC(2026, 0, 1);
  /** Types of the entries in activities. */
  const entries: string[] = [];
  const { appHealth, activity: recorded } = memoryStores();
  const activity: AppHealthPorts['activity'] = {
    ...recorded,
    change: (key, change) => {
      entries.push(String(change.set.type));
      return recorded.change(key, change);
    },
  };
  const nothing = () => undefined;
  const ports: AppHealthPorts = {
    appHealth,
    activity,
    events: { publish: async () => undefined },
    clock: { now: () => now, sleep: async () => undefined },
    random: systemRandom,
    log: { info: nothing, warn: nothing, error: nothing },
  };
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
  return {
    ports,
    entries,
    now: () => now,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    ask,
    fails,
    mayAsk: async (workspaceId: string, who?: Who) => (await ask(workspaceId, who)).permission.mayAsk,
    fiveFail: async (failure: TokenFailure) => {
      for (const workspace of ['w1', 'w2', 'w3', 'w4', 'w5']) await fails(workspace, failure);
    },
    health: () => ports.appHealth.read({ appKey: SHARED }),
  };
}
