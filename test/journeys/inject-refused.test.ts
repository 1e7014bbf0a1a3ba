/**
 * Covers src/broker/inject/check-operation.ts, src/broker/inject/fail-closed.ts, src/broker/inject/judge-connection.ts,
 * src/broker/inject/refuse-injection.ts, src/broker/inject/runtime-caller.ts, src/broker/inject/operation-id.ts,
 * src/broker/connection/usable.ts, src/broker/connection/is-own-row.ts, src/broker/errors.ts.
 */
import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/broker/errors.ts';
import type { InjectPorts } from '../../src/broker/inject/inject-ports.ts';
import { sealedConnection } from '../setup/sealed-connection.ts';
import {
  beginInjecting,
  counted,
  inject,
  injectorWith,
  type Overrides,
  reasonOf,
  world,
} from './injecting.ts';

beginInjecting();

it.each([
  ['the platform’s app', 'verified', 'injected'],
  ['the workspace’s own app', 'acme', 'injected'],
  ['T046: another workspace’s app', 'globex', 'temporarily_unavailable'],
])('a row that was sealed with %s', async (_title, appOwner, outcome) => {
  const { ports } = world.environment;
  const own =
    (await ports.connections.read({ workspaceId: 'acme', connectionId: 'demo' })) ?? expect.unreachable();
  const { sealedAccess: _, sealedRefresh: __, ...record } = own;
  const other = { workspaceId: 'acme', connectionId: 'demo~sealed' };
  const sealed = sealedConnection(
    await ports.vault.sealer(),
    other,
    { ...record, appOwner },
    { access: 'a' },
  );
  await ports.connections.change(other, { expect: {}, set: sealed, writeId: `sealed-${appOwner}` });
  expect(reasonOf(await inject({ connectionId: 'demo~sealed' }))).toBe(outcome);
});

describe('an injection is refused', () => {
  it.each<[string, Overrides, string]>([
    ['T056 T059: without a caller token', { callerToken: undefined }, 'caller_not_authorized'],
    ['T059: with a token that does not verify', { callerToken: 'forged' }, 'caller_not_authorized'],
    [
      'T047 T056: with a caller of another workspace',
      { callerToken: 'mallory@globex' },
      'caller_not_authorized',
    ],
    ['for an unknown server', { operation: { server: 'nosuch' } }, 'unknown_server'],
    ['T140: for another host', { operation: { host: 'evil.example' } }, 'host_not_allowed'],
    ['T141: for another port of the host', { operation: { host: '127.0.0.1:1' } }, 'host_not_allowed'],
    [
      'for discovery, where the server wants none',
      { operation: { kind: 'discovery', tool: undefined } },
      'tool_not_allowed',
    ],
    ['T058: for a connection of another provider', { connectionId: 'google' }, 'invalid_request'],
    ['T058: for one of a provider that is named alike', { connectionId: 'demo-user' }, 'invalid_request'],
    ['where nothing is connected', { connectionId: 'demo~none' }, 'not_connected'],
    ['where a scope is missing', { scopes: ['notes:write'] }, 'insufficient_scope'],
    ['of another version', { version: '2' }, 'invalid_request'],
    ['with a field too many', { token: 'please' }, 'invalid_request'],
    [
      'with an id that is no UUIDv7',
      { operation: { id: '01890a5d-ac96-4774-bcce-b302099a8057' } },
      'invalid_request',
    ],
    [
      'with an id in capitals',
      { operation: { id: '01890A5D-AC96-774B-BCCE-B302099A8057' } },
      'invalid_request',
    ],
    ['for a workspace id with a #', { workspaceId: 'acme#x' }, 'invalid_request'],
  ])('%s', async (_title, overrides, reason) => {
    const { counts, patch } = counted();
    const answer = await inject(overrides, patch);
    expect(reasonOf(answer)).toBe(reason);
    expect(JSON.stringify(answer)).not.toContain('Bearer');
    // A refusal of a member is recorded; of others, and of what has no form, nothing is read or written.
    const callWrites = ['host_not_allowed', 'unknown_server'].includes(reason) ? 1 : 0;
    if (callWrites === 1 || ['caller_not_authorized', 'invalid_request'].includes(reason)) {
      expect(counts).toEqual({ connectionReads: 0, connectionWrites: 0, callWrites, refreshes: 0 });
    }
  });

  it.each([undefined, null, 7, 'text', [], {}, { version: '1' }, { operation: null }])(
    'for the event %j',
    async (event) => {
      expect(reasonOf(await injectorWith()(event))).toBe('invalid_request');
    },
  );

  it('T030: with the dashboard’s own page to connect at, which says nothing about anybody', async () => {
    const answer = await inject({ connectionId: 'demo~none' });
    if (answer.isAuthorized) throw new Error('injected');
    const url = new URL(answer.context.connectUrl ?? '');
    expect(`${url.origin}${url.pathname}`).toBe(`${world.environment.urls.dashboard}/`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      connect: 'demo',
      workspace: 'acme',
      server: 'demo-notes',
      account: 'demo~none',
      refusal: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('with what is missing, where scopes are', async () => {
    const answer = await inject({ scopes: ['notes:write', 'notes:read'] });
    expect(answer).toMatchObject({ context: { missingScopes: ['notes:write'] } });
  });

  it('T059: when the issuer’s keys cannot be had, for now', async () => {
    const unreachable = () => Promise.reject(new Problem('temporarily_unavailable'));
    expect(reasonOf(await inject({}, { verifyCaller: unreachable }))).toBe('temporarily_unavailable');
  });

  it('T090: when table or vault fail, without an exception and without a token', async () => {
    const { ports } = world.environment;
    const down = () => Promise.reject(new Error('down'));
    const patches: Partial<InjectPorts>[] = [
      { connections: { ...ports.connections, read: down } },
      { toolCalls: { ...ports.toolCalls, add: down } },
      { vault: { ...ports.vault, open: down } },
    ];
    for (const patch of patches) expect(reasonOf(await inject({}, patch))).toBe('temporarily_unavailable');
  });

  it('trusts the runtime’s word only where the stage says so', async () => {
    expect(reasonOf(await inject({ callerToken: undefined }, { verifyCaller: undefined }))).toBe('injected');
  });
});
