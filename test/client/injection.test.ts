/** Covers client/src/injector.ts, client/src/guard-from-logs.ts, client/src/operation-id.ts. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { injected, TOKEN } from './fake-injector.ts';
import { GOOD, REQUEST, setUpInjector } from './set-up-injector.ts';

describe('an injection', () => {
  it('is asked for with the contract’s fields and a fresh id of the current time', async () => {
    const { client, injector, system } = setUpInjector(GOOD);
    const injection = await injector.inject({ ...REQUEST, connectionId: 'demo~b', scopes: ['x'] });
    expect(injection.headers).toEqual({ Authorization: `Bearer ${TOKEN}` });
    expect(client.functionNames).toEqual(['token-injector:live']);
    const id = client.ids()[0] ?? '';
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(system.now());
    expect(client.requests).toEqual([
      {
        version: '1',
        workspaceId: 'acme',
        operation: { id, ...REQUEST.operation },
        connectionId: 'demo~b',
        scopes: ['x'],
        callerToken: 'caller.jwt.x',
      },
    ]);
  });

  it('spends a new id each time', async () => {
    const { client, injector } = setUpInjector(GOOD);
    for (let round = 0; round < 20; round++) await injector.inject(REQUEST);
    expect(new Set(client.ids()).size).toBe(20);
  });

  it('takes the caller token of the request before the injector’s own', async () => {
    const { client, injector } = setUpInjector(GOOD);
    await injector.inject({ ...REQUEST, callerToken: 'other.jwt' });
    expect(client.requests[0]?.callerToken).toBe('other.jwt');
  });

  it('shows no token when it is logged', async () => {
    const { injector } = setUpInjector({
      answer: injected({ query: { token: TOKEN }, env: { T: TOKEN }, secrets: [TOKEN] }),
    });
    const injection = await injector.inject(REQUEST);
    const { headers, query, env, secrets } = injection;
    for (const value of [injection, headers, query, env, secrets, { ...injection }, { injection }]) {
      expect(inspect(value, { depth: 9 })).not.toContain(TOKEN);
      expect(JSON.stringify(value)).not.toContain(TOKEN);
    }
    expect(secrets?.map((secret) => secret)).toEqual([TOKEN]);
    expect(inspect(injection)).toContain('Authorization');
    expect(new Headers(headers).get('authorization')).toBe(`Bearer ${TOKEN}`);
    expect([...new Headers(headers).keys()]).toEqual(['authorization']);
  });
});
