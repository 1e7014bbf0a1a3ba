/**
 * Which clients the broker takes from an authorization server, and from an admin.
 * Covers src/broker/apps/held-clients.ts, src/broker/remote/put-client.ts, src/broker/remote/ensure-client.ts,
 * src/broker/remote/remote-client.ts, src/broker/remote/delete-client.ts,
 * src/oauth/remote/register-client.ts.
 */
import { describe, expect, it } from 'vitest';
import { GOOD_ISSUER, HOUR, type RemoteWorld, remoteWorld, URL_OF_GOOD } from './remote-world.ts';
import { ScriptedAuthorization, scriptedMcp } from './scripted-authorization.ts';

/** A customer of the same party: endpoints of two parties are refused in any case (confirmation.test.ts). */
const URL_OF_EVIL = 'https://evil.good.example/mcp';
const EVIL = 'https://evil.good.example';

/** Evil's document names the authorization endpoint of the honest server, and a token endpoint of its own. */
function mixed(world: RemoteWorld) {
  const as = new ScriptedAuthorization(world.net, EVIL);
  as.metadata.authorization_endpoint = `${GOOD_ISSUER}/authorize`;
  scriptedMcp(world.net, URL_OF_EVIL, EVIL);
  return as;
}
const putClient = (world: RemoteWorld, id: string, body: object, token: string) =>
  world.request('PUT', `/v1/workspaces/${token.split('.')[1]}/oauth-apps/remote~${id}`, body, token);

describe('T190: a client that somebody else holds where the browser goes', () => {
  it('is not taken from a registration', async () => {
    const world = await remoteWorld();
    world.good();
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    const as = mixed(world);
    as.registrationAnswer = { client_id: body.authorization.clientId };
    const answer = await world.confirmed('evil', URL_OF_EVIL, 'mal.globex');
    expect(answer).toMatchObject({ status: 409, body: { code: 'client_id_reserved' } });
    expect((await world.server('evil', 'mal.globex')).body.authorization.client).toBe('none');
    expect(as.at('/token')).toEqual([]);
  });

  it('is not taken by hand, and the holder keeps it', async () => {
    const world = await remoteWorld();
    world.good();
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    mixed(world);
    await world.confirmed('evil', URL_OF_EVIL, 'mal.globex');
    const { clientId } = body.authorization;
    for (let time = 0; time < 2; time += 1)
      expect((await putClient(world, 'evil', { clientId }, 'mal.globex')).body.code).toBe(
        'client_id_reserved',
      );
    expect((await putClient(world, 'good', { clientId }, 'ada.acme')).status).toBe(200);
  });

  it('is not carried over to a document that names the place later', async () => {
    const world = await remoteWorld();
    world.good();
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    const as = new ScriptedAuthorization(world.net, EVIL);
    scriptedMcp(world.net, URL_OF_EVIL, EVIL);
    as.registrationAnswer = { client_id: body.authorization.clientId };
    expect((await world.confirmed('evil', URL_OF_EVIL, 'mal.globex')).status).toBe(200);
    as.metadata.authorization_endpoint = `${GOOD_ISSUER}/authorize`;
    expect((await world.start('evil', {}, 'mal.globex')).body.code).toBe('metadata_changed');
    expect((await world.confirmed('evil', URL_OF_EVIL, 'mal.globex')).body.code).toBe('client_id_reserved');
    expect((await world.start('evil', {}, 'mal.globex')).status).toBeGreaterThanOrEqual(400);
  });

  it('is nobody’s again after the server was deleted', async () => {
    const world = await remoteWorld();
    world.good();
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    const { clientId } = body.authorization;
    await world.confirmed('good', URL_OF_GOOD, 'mal.globex');
    expect((await putClient(world, 'good', { clientId }, 'mal.globex')).body.code).toBe('client_id_reserved');
    await world.request('DELETE', '/v1/workspaces/acme/mcp-servers/good', undefined, 'ada.acme');
    expect((await putClient(world, 'good', { clientId }, 'mal.globex')).status).toBe(200);
  });

  it('is nobody’s again after its workspace was deleted', async () => {
    const world = await remoteWorld();
    world.good();
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    const { clientId } = body.authorization;
    await world.confirmed('good', URL_OF_GOOD, 'mal.globex');
    expect((await putClient(world, 'good', { clientId }, 'mal.globex')).body.code).toBe('client_id_reserved');
    expect((await world.request('DELETE', '/v1/workspaces/acme')).status).toBe(202);
    expect((await putClient(world, 'good', { clientId }, 'mal.globex')).status).toBe(200);
  });

  it('is nobody’s again after an admin deleted it', async () => {
    const world = await remoteWorld();
    world.good({ token_endpoint_auth_methods_supported: ['client_secret_post'] });
    await world.confirmed('good', URL_OF_GOOD);
    await world.confirmed('good', URL_OF_GOOD, 'mal.globex');
    const byHand = { clientId: 'shared-client', clientSecret: 'a-secret-of-acme' };
    expect((await putClient(world, 'good', byHand, 'ada.acme')).status).toBe(200);
    expect((await putClient(world, 'good', byHand, 'mal.globex')).body.code).toBe('client_id_reserved');
    await world.request('DELETE', '/v1/workspaces/acme/oauth-apps/remote~good', undefined, 'ada.acme');
    expect((await putClient(world, 'good', byHand, 'mal.globex')).status).toBe(200);
  });
});

describe('T190: the client of a provider that an admin described', () => {
  it('is not taken by a remote server of another workspace, until it is deleted', async () => {
    const world = await remoteWorld();
    const custom = {
      ...{
        name: 'CRM',
        authorizationEndpoint: `${GOOD_ISSUER}/authorize`,
        tokenEndpoint: `${GOOD_ISSUER}/token`,
      },
      ...{ scopes: ['read'], apiHosts: ['mcp.good.example'], userinfoEndpoint: `${GOOD_ISSUER}/me` },
    };
    const path = '/v1/workspaces/acme/oauth-apps/custom~crm';
    const app = { clientId: 'crm-client', clientSecret: 'a-secret', custom };
    expect(await world.request('PUT', path, app)).toMatchObject({ status: 200 });
    const as = mixed(world);
    as.registrationAnswer = { client_id: 'crm-client' };
    expect((await world.confirmed('evil', URL_OF_EVIL, 'mal.globex')).body.code).toBe('client_id_reserved');
    const byHand = await putClient(world, 'evil', { clientId: 'crm-client' }, 'mal.globex');
    expect(byHand.body.code).toBe('client_id_reserved');
    // Two workspaces may describe it; who is refused at a remote server still holds what it described.
    const theirs = path.replace('acme', 'globex');
    expect((await world.request('PUT', theirs, app, 'mal.globex')).status).toBe(200);
    await putClient(world, 'evil', { clientId: 'crm-client' }, 'mal.globex');
    expect((await world.request('DELETE', path)).status).toBe(204);
    await world.confirmed('evil', URL_OF_EVIL);
    const third = await putClient(world, 'evil', { clientId: 'crm-client' }, 'ada.acme');
    expect(third.body.code).toBe('client_id_reserved');
    expect((await world.request('DELETE', theirs, undefined, 'mal.globex')).status).toBe(204);
    expect((await putClient(world, 'evil', { clientId: 'crm-client' }, 'ada.acme')).status).toBe(200);
  });
});

describe('T198: an answer to a registration', () => {
  const registered = async (registrationAnswer: Record<string, unknown>, methods = ['none']) => {
    const world = await remoteWorld();
    const { as } = world.good({ token_endpoint_auth_methods_supported: methods });
    as.registrationAnswer = registrationAnswer;
    return { world, as, answer: await world.confirmed('good', URL_OF_GOOD) };
  };

  it.each([
    ...[{ client_id: '' }, { client_id: undefined }, { client_id: 7 }, { client_id: 'x'.repeat(100_000) }],
    ...[
      { client_id: 'a\u0000b' },
      { client_id: 'a b' },
      { client_id: '..' },
      { client_id: 'é' },
      { client_id: 'a\nb' },
    ],
    ...[
      { redirect_uris: ['https://evil.example/cb'] },
      { redirect_uris: [] },
      { redirect_uris: 'x' },
      { redirect_uris: null },
    ],
    ...[
      { token_endpoint_auth_method: 'client_secret_basic' },
      { token_endpoint_auth_method: 'private_key_jwt' },
    ],
    ...[{ token_endpoint_auth_method: 7 }, { token_endpoint_auth_method: '' }],
  ])('with what no client can be is no registration: %j', async (lie) => {
    const { world, answer } = await registered(lie);
    expect(answer).toMatchObject({ status: 424, body: { code: 'registration_refused' } });
    expect(answer.body.redirectUri).toMatch(
      /^https:\/\/api\.broker\.example\/oauth\/callback\/remote\/[\w-]{36}$/,
    );
    expect((await world.server('good')).body.authorization.client).toBe('none');
  });

  it('with a further redirect URI is none', async () => {
    const world = await remoteWorld();
    const { as } = world.good();
    world.net.at(`${GOOD_ISSUER}/register`, (arrived) => {
      const answer = as.register(arrived);
      const body = answer.body as { redirect_uris: string[] };
      return {
        ...answer,
        body: { ...body, redirect_uris: [...body.redirect_uris, 'https://evil.example/cb'] },
      };
    });
    expect((await world.confirmed('good', URL_OF_GOOD)).body.code).toBe('registration_refused');
  });

  it.each([
    { client_secret: '' },
    { client_secret: undefined },
    { client_secret: 7 },
    { client_secret: 'x\ny' },
  ])('without a secret for a method that has one is none: %j', async (lie) => {
    const { answer } = await registered(lie, ['client_secret_post']);
    expect(answer.body.code).toBe('registration_refused');
  });

  it('with another method that the server lists counts, and its secret is used so', async () => {
    const { world, as, answer } = await registered({ token_endpoint_auth_method: 'client_secret_post' }, [
      ...['client_secret_basic', 'client_secret_post'],
    ]);
    expect(answer.status).toBe(200);
    await world.connect('good', as);
    const [exchange] = as.at('/token');
    expect(exchange?.headers.authorization).toBeUndefined();
    expect(new URLSearchParams(exchange?.body).get('client_secret')).toMatch(/^secret-/);
  });

  it('whose secret has ended already is no registration', async () => {
    const lie = { client_secret_expires_at: 1 };
    const { world, as, answer } = await registered(lie, ['client_secret_post']);
    expect(answer).toMatchObject({ status: 424, body: { code: 'registration_refused' } });
    expect((await world.server('good')).body.authorization.client).toBe('none');
    expect((await world.start('good')).body.code).toBe('registration_refused');
    expect(as.at('/token')).toEqual([]);
  });

  it('with a secret that lapses later has another client made for the next consent', async () => {
    const world = await remoteWorld();
    const { as } = world.good({ token_endpoint_auth_methods_supported: ['client_secret_basic'] });
    as.registrationAnswer = { client_secret_expires_at: Math.floor((world.stage.now() + 3 * HOUR) / 1_000) };
    await world.confirmed('good', URL_OF_GOOD);
    await world.connect('good', as);
    world.advance(4 * HOUR);
    as.registrationAnswer = {};
    await world.connect('good', as, { replaceAccount: true });
    expect(as.at('/register')).toHaveLength(2);
  });
});
