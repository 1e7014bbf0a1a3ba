/**
 * Where the token of each call could go is in its record and in its log line, and a refusal of a member is recorded too.
 * Covers src/broker/inject/recorded-hosts.ts, src/broker/inject/record-refused.ts, src/broker/inject/mark-operation.ts,
 * src/broker/inject/answer-injection.ts.
 */
import { describe, expect, it } from 'vitest';
import { operationDay } from '../../src/broker/inject/operation-id.ts';
import type { ToolCall } from '../../src/broker/records.ts';
import { sealedConnection } from '../setup/sealed-connection.ts';
import {
  beginInjecting,
  counted,
  inject,
  injectorWith,
  key,
  type Overrides,
  reasonOf,
  request,
  world,
} from './injecting.ts';

beginInjecting();

const notes = () => new URL(world.environment.urls.notesMcp).host;
const CUSTOM = { workspaceId: 'acme', connectionId: 'custom~crm' };

function recordOf({ operation }: ReturnType<typeof request>): Promise<ToolCall | undefined> {
  const { id } = operation;
  return world.environment.ports.toolCalls.read({
    workspaceId: 'acme',
    day: operationDay(id),
    operationId: id,
  });
}
const lineOf = ({ operation }: ReturnType<typeof request>) =>
  world.logged
    .map((line) => JSON.parse(line))
    .filter(({ event, operationId }) => event === 'injection' && operationId === operation.id)
    .at(-1);
/** The answer, the record and the log line of one call. */
async function called(overrides: Overrides = {}, patch: Parameters<typeof injectorWith>[0] = {}) {
  const event = JSON.parse(JSON.stringify(request(overrides)));
  const answer = await injectorWith(patch)(event);
  return { answer, reason: reasonOf(answer), record: await recordOf(event), line: lineOf(event), event };
}
/** A connection of the workspace’s own provider, whose hosts only its row names. */
async function connectCustom(apiHosts: string[]): Promise<void> {
  const { ports } = world.environment;
  const own = (await ports.connections.read(key)) ?? expect.unreachable();
  const { sealedAccess: _, sealedRefresh: __, ...record } = own;
  const custom = { ...record, provider: 'custom~crm', appOwner: 'acme', apiHosts };
  const sealed = sealedConnection(await ports.vault.sealer(), CUSTOM, custom, { access: 'a' });
  await ports.connections.change(CUSTOM, {
    expect: {},
    set: sealed,
    writeId: ports.random.uuidV7(world.now()),
  });
}

describe('the hosts of a call', () => {
  it('are the one that the runtime names', async () => {
    const { record, line } = await called({ operation: { host: notes() } });
    expect(record).toMatchObject({ outcome: 'injected', hosts: [notes()] });
    expect(line).toMatchObject({ outcome: 'injected', hosts: [notes()] });
  });

  it('are all of the registration, where the runtime names none', async () => {
    const { record, line, answer } = await called();
    expect(answer).toMatchObject({ context: { allowedHosts: [notes()] } });
    expect(record?.hosts).toEqual([notes()]);
    expect(line.hosts).toEqual([notes()]);
  });

  it('are those of the connection, where only its row names them, still with one read and one write', async () => {
    await connectCustom(['api.crm.example', 'eu.crm.example']);
    await inject({ operation: { server: 'provider:custom~crm' } });
    const { counts, patch } = counted();
    const { record, line } = await called({ operation: { server: 'provider:custom~crm' } }, patch);
    expect(record).toMatchObject({ outcome: 'injected', hosts: ['api.crm.example', 'eu.crm.example'] });
    expect(line.hosts).toEqual(['api.crm.example', 'eu.crm.example']);
    expect(counts).toEqual({ connectionReads: 1, connectionWrites: 0, callWrites: 1, refreshes: 0 });
  });

  it('are twenty at most, however many a row names', async () => {
    await connectCustom(Array.from({ length: 60 }, (_, number) => `h${number}.crm.example`));
    const { record, line } = await called({ operation: { server: 'provider:custom~crm' } });
    expect(record?.hosts).toHaveLength(20);
    expect(line.hosts).toHaveLength(20);
  });

  it('are the one that was asked for, where the row allows another one only', async () => {
    await connectCustom(['api.crm.example']);
    const operation = { server: 'provider:custom~crm', host: 'evil.example' };
    const { record, line } = await called({ operation });
    expect(record).toMatchObject({ outcome: 'host_not_allowed', hosts: ['evil.example'] });
    expect(line).toMatchObject({ outcome: 'host_not_allowed', hosts: ['evil.example'] });
  });
});

describe('a refusal before the mark', () => {
  it.each<[string, Overrides, Partial<ToolCall>]>([
    [
      'for another host',
      { operation: { host: 'evil.example' } },
      { outcome: 'host_not_allowed', hosts: ['evil.example'] },
    ],
    [
      'for a tool that is not allowed',
      { operation: { kind: 'discovery', tool: undefined } },
      { outcome: 'tool_not_allowed' },
    ],
    [
      'for an unknown server',
      { operation: { server: 'nosuch' } },
      { outcome: 'unknown_server', server: 'nosuch' },
    ],
  ])('of a member is recorded with who asked: %s', async (_title, overrides, expected) => {
    const { record, line, reason } = await called(overrides);
    expect(reason).toBe(expected.outcome);
    expect(record).toMatchObject({ caller: { issuer: 'https://idp.example', subject: 'ada' }, ...expected });
    expect(line).toMatchObject({ workspaceId: 'acme', outcome: expected.outcome });
  });

  it('spends its id, as any refusal does, so the same id fills nothing', async () => {
    const refused = await called({ operation: { host: 'evil.example' } });
    const { id } = refused.event.operation;
    expect(await called({ operation: { id, host: 'other.example' } })).toMatchObject({
      reason: 'host_not_allowed',
      record: refused.record,
    });
    expect((await called({ operation: { id } })).reason).toBe('tool_call_replayed');
  });

  it.each<[string, Overrides]>([
    ['nobody', { callerToken: undefined }],
    ['whose token does not verify', { callerToken: 'forged' }],
    ['of another workspace', { callerToken: 'mallory@globex' }],
  ])('of a caller that is %s leaves a log line and no record', async (_title, overrides) => {
    for (const operation of [{}, { host: 'evil.example' }]) {
      const { record, line } = await called({ operation, ...overrides });
      expect(record).toBeUndefined();
      expect(line.outcome).toMatch(/^(caller_not_authorized|host_not_allowed)$/);
    }
  });

  it.each([
    'https://evil.example/?token=x',
    'evil.example/path',
    'user@evil.example',
    'EVIL.example',
    ' ',
    'x'.repeat(260),
    'a\nb',
  ])('records no text that is no host: %j', async (host) => {
    const { record, line } = await called({ operation: { host } });
    expect(record).toMatchObject({ outcome: 'host_not_allowed', hosts: [] });
    expect(line.hosts).toEqual([]);
  });

  it('is answered although it cannot be recorded, and the log says so', async () => {
    const { toolCalls } = world.environment.ports;
    const add = () => Promise.reject(Object.assign(new Error('down'), { name: 'TableDown' }));
    const overrides = { operation: { host: 'evil.example' } };
    const { reason, event } = await called(overrides, { toolCalls: { ...toolCalls, add } });
    expect(reason).toBe('host_not_allowed');
    expect(world.logged.map((line) => JSON.parse(line))).toContainEqual({
      level: 'warn',
      event: 'refusal_not_recorded',
      workspaceId: 'acme',
      operationId: event.operation.id,
      outcome: 'host_not_allowed',
      error: 'TableDown',
    });
  });
});

describe('a replay', () => {
  it('is noted on the record of its first use, once', async () => {
    const { event } = await called();
    const { id } = event.operation;
    expect(await recordOf(event)).not.toHaveProperty('replayedAt');
    world.advance(1_000);
    expect((await called({ operation: { id } })).reason).toBe('tool_call_replayed');
    const noted = await recordOf(event);
    expect(noted).toMatchObject({ outcome: 'injected', replayedAt: expect.any(Number) });
    world.advance(1_000);
    expect((await called({ operation: { id } })).reason).toBe('tool_call_replayed');
    expect(await recordOf(event)).toEqual(noted);
  });
});
