/**
 * A variable of a custom provider that a member sets at each consent.
 * Covers src/contract/custom-provider-faults.ts, src/providers/custom.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConnect } from '../../../src/broker/connect/start-connect.ts';
import { OAuthAppBody } from '../../../src/contract/resources.ts';
import { openCustomWorld, register } from '../custom-world.ts';
import { ADMIN, WORKSPACE, type World } from '../world.ts';
import { acme, bodyOf, HOST, parameter, variable } from './acme.ts';

describe('a variable that a member sets', () => {
  const provider = 'custom~member';
  let world: World;
  beforeAll(async () => {
    world = await openCustomWorld({ ...acme, provider });
    const patch = {
      ...parameter('audience', 'tenant-{tenant}'),
      authorizationEndpoint: `https://${HOST}/{tenant}/authorize`,
      variables: { tenant: variable('label', 'connection') },
    };
    await register(world, OAuthAppBody.parse(bodyOf(patch)));
  });
  afterAll(() => world.close());
  const start = (variables?: Record<string, string>) => {
    world.advance(60_000);
    const input = { caller: ADMIN, workspaceId: WORKSPACE, provider, ...(variables && { variables }) };
    return startConnect(world.ports, input);
  };

  it('stands in what the browser is sent', async () => {
    const url = new URL((await start({ tenant: 'acme-1' })).authorizationUrl);
    expect([url.host, url.pathname, url.searchParams.get('audience')]).toEqual([
      HOST,
      '/acme-1/authorize',
      'tenant-acme-1',
    ]);
  });

  it.each(['a.b', '..', 'a/b', 'a?state=x', 'a&state=x', 'a#', 'a%2f', '', 'A'])(
    'T249: is refused with the value %j',
    async (tenant) => {
      await expect(start({ tenant })).rejects.toMatchObject({ code: 'invalid_variable' });
    },
  );

  it('is required', async () => {
    await expect(start()).rejects.toMatchObject({ code: 'invalid_variable' });
  });
});
