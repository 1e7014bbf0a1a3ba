/**
 * Where the page of the calls sends a person whose call was refused, and when there is nothing left to do.
 * Covers dashboard/src/pages/calls/call-remedy.ts.
 */
import { describe, expect, test } from 'vitest';
import type { Call, Connection, Server } from '../../../dashboard/src/api/types.ts';
import { providerOf, remedyOf } from '../../../dashboard/src/pages/calls/call-remedy.ts';
import { CALL } from './one-call.ts';

describe('the remedy of a refused call', () => {
  const connection = {
    id: 'demo~sales',
    provider: 'demo',
    status: 'active',
    grantedScopes: ['read'],
  } as Connection;
  const server = { id: 'notes', provider: 'demo' } as Server;
  const known = (more: Partial<Connection> = {}, isAdmin = false) => ({
    connections: [{ ...connection, ...more } as Connection],
    servers: [server],
    isAdmin,
  });
  const ended = { status: 'reauthorization_required' } as const;

  test('leads to the page that connects, with the server, the account and the refusal', () => {
    const remedy = remedyOf({ ...CALL, outcome: 'reauthorization_required' }, known(ended));
    expect(remedy?.text).toBe('Connect again');
    expect(remedy?.target).toMatchObject({ page: 'connect', id: 'demo' });
    expect(Object.fromEntries(remedy?.target.query ?? [])).toEqual({
      server: 'notes',
      account: 'demo~sales',
      refusal: CALL.operationId,
    });
  });

  test('is none where the connection has by now what the call lacked', () => {
    expect(remedyOf({ ...CALL, outcome: 'not_connected' }, known())).toBeUndefined();
    const lacked: Call = { ...CALL, outcome: 'insufficient_scope', missingScopes: ['read', 'write'] };
    expect(remedyOf(lacked, known())?.text).toBe('Add permissions');
    expect(remedyOf(lacked, known({ grantedScopes: ['read', 'write'] }))).toBeUndefined();
    expect(remedyOf({ ...CALL, outcome: 'insufficient_scope' }, known())?.text).toBe('Add permissions');
  });

  test('of a server that nobody registered is an admin’s, and of a tool it is the server’s page', () => {
    const unknown = { ...CALL, outcome: 'unknown_server', server: 'other' } as const;
    expect(remedyOf(unknown, known({}, false))).toBeUndefined();
    expect(remedyOf(unknown, known({}, true))?.target).toEqual({ page: 'add-server' });
    expect(remedyOf({ ...unknown, server: 'notes' }, known({}, true))).toBeUndefined();
    expect(remedyOf({ ...CALL, outcome: 'tool_not_allowed' }, known())?.target).toEqual({
      page: 'server',
      id: 'notes',
    });
    expect(remedyOf({ ...CALL, outcome: 'tool_call_replayed' }, known())).toBeUndefined();
    expect(remedyOf(CALL, known())).toBeUndefined();
  });

  test.each([
    ['demo~sales', 'demo'],
    ['custom~crm', 'custom~crm'],
    ['custom~crm~sales', 'custom~crm'],
    ['remote~notes', 'remote~notes'],
  ])('finds the provider of %s, which is not there any more', (connectionId, provider) => {
    const call = { ...CALL, server: 'gone', connectionId };
    expect(providerOf(call, { connections: [], servers: [] })).toBe(provider);
  });
});
