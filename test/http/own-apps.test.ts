/**
 * Admins list the OAuth apps of their workspace, those of remote servers too, and read no secret of any.
 * Covers src/http/describe-app.ts, src/http/connections-api.ts, src/broker/remote/put-client.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { URL_OF_GOOD } from '../remote/remote-world.ts';
import { APPS, type AppWorld, appWorld, GIVEN } from './app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});

describe('the list of own apps', () => {
  it('has the newest version of each, with the redirect URI and who set the secret, and no secret', async () => {
    world.good();
    await world.confirmed('good', URL_OF_GOOD);
    await world.stored();
    await world.request('PUT', `${APPS}/custom~crm`, { ...GIVEN, clientSecret: 'other' }, 'eve.acme');
    await world.stored({ clientId: 'first', clientSecret: 's' }, 'google');
    await world.stored({ clientId: 'second', clientSecret: 's' }, 'google');
    const { status, body } = await world.request('GET', APPS);
    expect(status).toBe(200);
    const rows = (body.apps as Record<string, unknown>[]).map((app) => [
      ...[app.provider, app.version, app.hasSecret, app.secretSetBy, app.redirectUri],
    ]);
    const callback = 'https://api.broker.example/oauth/callback';
    expect(rows).toEqual([
      ['custom~crm', 1, true, 'eve', `${callback}/custom~crm/acme`],
      ['google', 2, true, 'ada', `${callback}/google/acme`],
      ['remote~good', 1, false, undefined, expect.stringMatching(`^${callback}/`)],
    ]);
    const one = await world.request('GET', `${APPS}/remote~good`);
    expect(rows[2]?.[4]).toBe(one.body.redirectUri);
    const { redirectUri: _, ...google } = body.apps[1];
    expect((await world.request('GET', `${APPS}/google`)).body.app).toEqual(google);
    expect(JSON.stringify(body)).not.toContain('other');
  });

  it('is for admins of the workspace', async () => {
    expect((await world.request('GET', APPS, undefined, 'bob.acme.member')).status).toBe(403);
    expect((await world.request('GET', APPS, undefined, 'mal.globex')).status).toBe(404);
  });

  it('says nothing of who set the secret of an older row, and takes a client by hand for whoever gave it', async () => {
    world.good({ token_endpoint_auth_methods_supported: ['client_secret_post'] });
    await world.confirmed('good', URL_OF_GOOD);
    await world.stored({ clientId: 'by-hand', clientSecret: 'hand-secret' }, 'remote~good');
    expect((await world.request('GET', APPS)).body.apps).toMatchObject([
      { secretSetBy: 'ada', hasSecret: true },
    ]);
    await world.ports.apps.change(
      { owner: 'acme', provider: 'remote~good', version: 2 },
      { expect: {}, set: { secretSetBy: undefined }, writeId: 'older' },
    );
    expect((await world.request('GET', APPS)).body.apps[0].secretSetBy).toBeUndefined();
  });
});
