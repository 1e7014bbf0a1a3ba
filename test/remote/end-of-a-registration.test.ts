/**
 * How a registration is ended (RFC 7592).
 * Covers src/broker/remote/forget-client.ts, src/oauth/remote/register-client.ts.
 */
import { describe, expect, it } from 'vitest';
import { HOUR, remoteWorld, URL_OF_GOOD } from './remote-world.ts';

describe('T199: the address where a registration is ended', () => {
  const ELSEWHERE = 'https://evil.example/register/client';

  it.each([
    ELSEWHERE,
    'http://mcp.good.example/register/1',
    'https://mcp.good.example:8443/register/1',
    'https://user:pw@mcp.good.example/register/1',
    'https://mcp.good.example@evil.example/1',
    '//evil.example/register',
    'javascript:alert(1)',
    '/register/1',
    7,
  ])('gets the registration access token only at the origin that issued it: %s', async (address) => {
    const world = await remoteWorld();
    const { as } = world.good();
    world.net.at(ELSEWHERE, { status: 204 });
    world.net.at('http://mcp.good.example/register/1', { status: 204 });
    world.net.at('https://mcp.good.example:8443/register/1', { status: 204 });
    const secret = 'registration-token-of-ours';
    as.registrationAnswer = { registration_client_uri: address, registration_access_token: secret };
    await world.confirmed('good', URL_OF_GOOD);
    await world.connect('good', as);
    world.advance(2 * HOUR);
    await world.disconnect('remote~good');
    await world.request('DELETE', '/v1/workspaces/acme/mcp-servers/good');
    expect(world.net.placesOf(secret)).toEqual([]);
    expect((await world.server('good')).status).toBe(404);
  });

  it('gets it there once the last connection has gone, an hour after the registration', async () => {
    const world = await remoteWorld();
    const { as } = world.good();
    await world.confirmed('good', URL_OF_GOOD);
    await world.connect('good', as);
    await world.disconnect('remote~good');
    expect(as.clients.size).toBe(1);
    await world.connect('good', as, { label: 'two' });
    await world.connect('good', as, { label: 'three' });
    world.advance(2 * HOUR);
    await world.disconnect('remote~good~two');
    expect(as.clients.size).toBe(1);
    await world.disconnect('remote~good~three');
    expect(as.clients.size).toBe(0);
    await world.connect('good', as);
    expect(as.at('/register')).toHaveLength(2);
  });
});
