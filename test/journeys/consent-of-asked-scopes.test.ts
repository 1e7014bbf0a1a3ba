/**
 * Who may start a consent with a scope that a server asked for.
 * Covers src/broker/servers/refuse-asked-scopes.ts.
 */
import { describe, expect, it } from 'vitest';
import { beginChallenging, challenge, decline } from './challenging.ts';
import { world } from './injecting.ts';

beginChallenging();

describe('T235: a scope that a server asked for', () => {
  const start = (person: typeof world.bob, body: object = {}) =>
    person.request<{ code?: string }>('POST', '/v1/workspaces/acme/connect-sessions', {
      ...{ provider: 'demo', scopes: ['notes:write'], ...body },
    });

  it('and that no registration wants is asked of the provider by an admin alone', async () => {
    expect((await start(world.bob)).status).toBe(201);
    await challenge(['notes:write']);
    expect(await start(world.bob)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await start(world.ada)).status).toBe(201);
    await decline();
    expect((await start(world.bob)).status).toBe(403);
  });

  it('is a member’s to ask for where a registration wants it, or for another account', async () => {
    await challenge(['notes:write']);
    expect((await start(world.bob, { scopes: ['notes:read', 'tasks:read'] })).status).toBe(201);
    expect((await start(world.bob, { scopes: undefined })).status).toBe(201);
    expect((await start(world.bob, { label: 'mine' })).status).toBe(201);
    const path = '/v1/workspaces/acme/mcp-servers/writer';
    const placements = [{ in: 'env', name: 'DEMO_TOKEN', value: '{accessToken}' }];
    const writer = { provider: 'demo', placements, scopes: ['notes:write'] };
    expect((await world.ada.request('PUT', path, writer)).status).toBe(200);
    expect((await start(world.bob)).status).toBe(201);
    await world.ada.request('DELETE', path);
    expect((await start(world.bob)).status).toBe(403);
  });
});
