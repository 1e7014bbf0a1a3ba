/** What the journeys of an injection share: a world a file, callers by name, and a count of what is asked. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Caller } from '../../src/broker/caller.ts';
import { Problem } from '../../src/broker/errors.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import type { InjectPorts } from '../../src/broker/inject/inject-ports.ts';
import type { InjectionAnswer } from '../../src/contract/injection-messages.ts';
import { startWorld, type World } from './world.ts';

export let world: World;

/** Registers the hooks of the test file that calls it. */
export function beginInjecting(): void {
  beforeAll(async () => {
    world = await startWorld();
    await world.connect(world.ada, 'acme');
  });
  afterAll(() => world.close());
  /** Each test begins now and with tokens of a consent, whatever the one before it did. */
  beforeEach(async () => {
    world.resetClock();
    const record = await world.environment.ports.connections.read(key);
    if (record?.status === 'active' && (record.refreshedAt ?? 0) <= record.connectedAt) return;
    await world.connect(world.ada, 'acme');
  });
}

export const MINUTE = 60_000;
export const key = { workspaceId: 'acme', connectionId: 'demo' };

/** Callers are named by their token: `ada@acme` is a member of acme. */
const verifyCaller = async (token: string): Promise<Caller> => {
  const [subject = '', workspace = ''] = token.split('@');
  if (!workspace) throw new Problem('unauthenticated');
  return { issuer: 'https://idp.example', subject, roles: new Map([[workspace, 'member']]) };
};

export function injectorWith(patch: Partial<InjectPorts> = {}) {
  const ports: InjectPorts = { ...world.environment.ports, verifyCaller, ...patch };
  return (event: unknown) => answerInjection(ports, event);
}

export type Overrides = { operation?: Record<string, unknown>; [field: string]: unknown };
export function request({ operation = {}, ...fields }: Overrides = {}) {
  return {
    version: '1',
    workspaceId: 'acme',
    callerToken: 'ada@acme',
    operation: {
      id: world.operationId(),
      kind: 'call',
      server: 'demo-notes',
      tool: 'list_notes',
      ...operation,
    },
    ...fields,
  };
}

/** Through JSON, as Lambda hands events over: a field without a value is no field. */
export const inject = (overrides?: Overrides, patch?: Partial<InjectPorts>) =>
  injectorWith(patch)(JSON.parse(JSON.stringify(request(overrides))));
export const reasonOf = (answer: InjectionAnswer) =>
  answer.isAuthorized ? 'injected' : answer.context.reason;

/** Counts every request to the table and the key wrapper behind the ports. */
export function counted() {
  const { ports } = world.environment;
  const counts = { connectionReads: 0, connectionWrites: 0, callWrites: 0, refreshes: 0 };
  const patch: Partial<InjectPorts> = {
    connections: {
      ...ports.connections,
      read: (each) => {
        counts.connectionReads++;
        return ports.connections.read(each);
      },
      change: (each, change) => {
        counts.connectionWrites++;
        return ports.connections.change(each, change);
      },
    },
    toolCalls: {
      ...ports.toolCalls,
      add: (each, addition) => {
        counts.callWrites++;
        return ports.toolCalls.add(each, addition);
      },
    },
    refresher: {
      refresh: (each, generation) => {
        counts.refreshes++;
        return ports.refresher.refresh(each, generation);
      },
    },
  };
  return { counts, patch };
}
