/**
 * An admin checks an OAuth app over HTTP: what a provider’s answer says of it, what of the answer is told, and what a check cannot
 * be used for. Own apps are listed, remote ones too.
 * Covers src/broker/app-check/check-oauth-app.ts, src/broker/app-check/app-to-check.ts,
 * src/broker/app-check/context-of-check.ts, src/oauth/client-verdict.ts, src/oauth/refused-answer.ts, src/http/describe-app.ts,
 * src/http/connections-api.ts, src/http/connect.ts, src/broker/remote/remote-client.ts, src/broker/remote/put-client.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { PLACES } from '../../src/contract/table.ts';
import { put } from '../adapters/samples.ts';
import { type Answer, type RemoteWorld, remoteWorld, URL_OF_GOOD } from '../remote/remote-world.ts';
import type { Answering } from '../remote/scripted-internet.ts';

const APPS = '/v1/workspaces/acme/oauth-apps';
const TOKEN = 'https://id.crm.example/token';
const CUSTOM = {
  name: 'CRM',
  scopes: ['read'],
  apiHosts: ['api.crm.example'],
  authorizationEndpoint: 'https://id.crm.example/authorize',
  tokenEndpoint: TOKEN,
  userinfoEndpoint: 'https://id.crm.example/userinfo',
};
const SECRET = 'secret-of-crm';
const GIVEN = { clientId: 'crm-1', clientSecret: SECRET, custom: CUSTOM };

let world: RemoteWorld;
beforeEach(async () => {
  world = await remoteWorld();
});
const checked = (body: object, provider = 'custom~crm', token = 'ada.acme'): Promise<Answer> =>
  world.request('POST', `${APPS}/${provider}/check`, body, token);
const stored = (body: object = GIVEN, provider = 'custom~crm') =>
  world.request('PUT', `${APPS}/${provider}`, body);
const error = (code: unknown, status = 400): Answering => ({
  status,
  body: { error: code, error_description: 'a sentence of the provider' },
});

describe('what a provider answers to a code that cannot exist', () => {
  it.each([
    ['accepted', error('invalid_grant'), 'invalid_grant', 400],
    ['accepted', error('invalid_grant', 401), 'invalid_grant', 401],
    ['accepted', error('bad_verification_code', 200), 'bad_verification_code', 200],
    ['refused', error('invalid_client', 401), 'invalid_client', 401],
    ['refused', error('incorrect_client_credentials', 200), 'incorrect_client_credentials', 200],
    ['refused', error('some_code', 401), 'some_code', 401],
    ['refused', { status: 401, body: 'go away' }, undefined, 401],
    ['redirect_uri_refused', error('redirect_uri_mismatch'), 'redirect_uri_mismatch', 400],
    ['redirect_uri_refused', error('bad_redirect_uri', 200), 'bad_redirect_uri', 200],
    ['unclear', error('invalid_request'), 'invalid_request', 400],
    ['unclear', error('unsupported_grant_type'), 'unsupported_grant_type', 400],
    ['unclear', error('invalid_client', 429), 'invalid_client', 429],
    ['unclear', error('invalid_client', 503), undefined, 503],
    ['unclear', { status: 302, headers: { location: 'https://evil.example' } }, undefined, 302],
    ['unclear', { status: 403, body: '<html>' }, undefined, 403],
    ['unclear', { body: { access_token: 'a-token', token_type: 'bearer' } }, undefined, 200],
    // A sentence, or a secret that came back, is no code.
    ['unclear', error('a sentence with blanks'), undefined, 400],
    ['unclear', error('x'.repeat(65)), undefined, 400],
    ['unclear', error(`no_${SECRET}`), undefined, 400],
  ] as [string, Answering, string | undefined, number][])(
    'is %s: %j',
    async (outcome, answering, code, status) => {
      world.net.at(TOKEN, answering);
      const { status: answered, body } = await checked(GIVEN);
      expect(answered).toBe(200);
      expect(body).toEqual({
        ...{ outcome, status, host: 'id.crm.example', checkedAt: expect.any(String) },
        redirectUri: 'https://api.broker.example/oauth/callback/custom~crm/acme',
        custom: expect.objectContaining({ tokenEndpoint: TOKEN }),
        ...(code !== undefined && { error: code }),
      });
      expect(world.net.to('https://')).toHaveLength(1);
      expect(world.net.arrived[0]?.url.href).toBe(TOKEN);
      const told = JSON.stringify(body) + world.logged.join();
      for (const text of [SECRET, 'a sentence', 'a-token']) expect(told).not.toContain(text);
    },
  );

  it('is nothing where nobody answers', async () => {
    const { body } = await checked(GIVEN);
    expect(body).toMatchObject({ outcome: 'unreachable', host: 'id.crm.example' });
    expect(body.status).toBeUndefined();
  });
});

describe('a check', () => {
  it('sends what a redemption sends: the client, the redirect URI, a code and a verifier that nobody made before', async () => {
    world.net.at(TOKEN, error('invalid_grant'));
    await checked(GIVEN);
    await checked(GIVEN);
    const forms = world.net.arrived.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    for (const form of forms)
      expect(form).toMatchObject({
        grant_type: 'authorization_code',
        redirect_uri: 'https://api.broker.example/oauth/callback/custom~crm/acme',
        code: expect.stringMatching(/^[\w-]{43}$/),
        code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      });
    expect(new Set(forms.flatMap(({ code, code_verifier: verifier }) => [code, verifier])).size).toBe(4);
    expect(world.net.arrived[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from(`crm-1:${SECRET}`).toString('base64')}`,
    );
  });

  it('of the stored app uses its newest client, and changes no row', async () => {
    world.net.at(TOKEN, error('invalid_client', 401));
    await stored();
    await stored({ ...GIVEN, clientId: 'crm-2', clientSecret: 'second' });
    const before = (await world.request('GET', APPS)).body;
    expect((await checked({})).body).toMatchObject({ outcome: 'refused', custom: { name: 'CRM' } });
    expect(world.net.placesOf('crm-2:second')).toEqual([TOKEN]);
    expect((await world.request('GET', APPS)).body).toEqual(before);
    expect(await world.ports.appHealth.read({ appKey: 'acme/custom~crm/2' })).toBeUndefined();
    expect((await world.activity()).map(({ type }) => type)).toEqual(['oauth_app_put', 'oauth_app_put']);
  });

  it('before saving tells what the metadata of an issuer names, and stores nothing', async () => {
    const issuer = 'https://id.crm.example';
    const { authorizationEndpoint, tokenEndpoint, userinfoEndpoint, ...rest } = CUSTOM;
    world.net.at(`${issuer}/.well-known/openid-configuration`, {
      body: {
        ...{ issuer, authorization_endpoint: authorizationEndpoint, token_endpoint: tokenEndpoint },
        ...{
          userinfo_endpoint: userinfoEndpoint,
          token_endpoint_auth_methods_supported: ['client_secret_post'],
        },
      },
    });
    world.net.at(TOKEN, error('invalid_grant'));
    const { body } = await checked({ ...GIVEN, custom: { ...rest, issuer } });
    expect(body).toMatchObject({
      outcome: 'accepted',
      custom: { issuer, tokenEndpoint: TOKEN, clientAuthentication: 'client_secret_post' },
    });
    expect((await world.request('GET', APPS)).body).toEqual({ apps: [] });
    world.net.silence(issuer);
    expect((await checked({ ...GIVEN, custom: { ...rest, issuer } })).body).toMatchObject({
      outcome: 'unreachable',
      host: 'id.crm.example',
    });
  });

  it.each([
    ['a member', GIVEN, 'custom~crm', 'bob.acme.member', 403, 'forbidden'],
    ['somebody of another workspace', GIVEN, 'custom~crm', 'mal.globex', 404, 'not_found'],
    ['no stored app', {}, 'custom~crm', 'ada.acme', 409, 'app_not_available'],
    ['an unknown provider', {}, 'unknown', 'ada.acme', 404, 'unknown_provider'],
    [
      'a remote server that is not there',
      { clientId: 'c' },
      'remote~none',
      'ada.acme',
      404,
      'unknown_provider',
    ],
    [
      'no description',
      { clientId: 'c', clientSecret: 's' },
      'custom~crm',
      'ada.acme',
      400,
      'invalid_request',
    ],
    ['no client id', { clientSecret: 's' }, 'google', 'ada.acme', 400, 'invalid_request'],
    ['no secret', { clientId: 'c' }, 'google', 'ada.acme', 400, 'invalid_request'],
    [
      'no value of a variable',
      { clientId: 'c', clientSecret: 's' },
      'zendesk',
      'ada.acme',
      400,
      'invalid_variable',
    ],
    [
      'an endpoint of the catalogue',
      { ...GIVEN, custom: { ...CUSTOM, tokenEndpoint: 'https://oauth2.googleapis.com/token' } },
      'custom~crm',
      'ada.acme',
      400,
      'custom_provider_refused',
    ],
  ])('is refused with %s', async (_with, body, provider, token, status, code) => {
    expect(await checked(body, provider, token)).toMatchObject({ status, body: { code } });
    expect(world.net.arrived).toEqual([]);
  });

  it('takes a value for a stored app that a person would give at a consent, and no other', async () => {
    await stored({ clientId: 'c', clientSecret: 's' }, 'zendesk');
    expect((await checked({}, 'zendesk')).body.code).toBe('invalid_variable');
    const at = 'https://acme.zendesk.com/oauth/tokens';
    world.net.at(at, error('invalid_grant'));
    expect((await checked({ variables: { subdomain: 'acme' } }, 'zendesk')).body).toMatchObject({
      outcome: 'accepted',
      host: 'acme.zendesk.com',
    });
    for (const variables of [{ subdomain: 'evil.example/' }, { host: 'evil.example' }])
      expect((await checked({ variables }, 'zendesk')).body.code).toBe('invalid_variable');
    await stored({ clientId: 'c', clientSecret: 's' }, 'gitlab');
    expect((await checked({ variables: { host: 'evil.example' } }, 'gitlab')).body.code).toBe(
      'invalid_variable',
    );
    expect(world.net.placesOf('s')).toEqual([at]);
  });

  it('does not reach a host that is not public', async () => {
    world.ports = { ...world.ports, hosts: { isPublic: async () => false, isPrivate: async () => true } };
    expect((await checked(GIVEN)).body.code).toBe('custom_provider_refused');
    expect(world.net.arrived).toEqual([]);
  });

  it('of the platform’s client is refused, so that nobody tries secrets of it', async () => {
    await putVerifiedApp(world.ports, { provider: 'google', clientId: 'of-the-platform' });
    const given = { clientId: 'of-the-platform', clientSecret: 's' };
    expect((await checked(given, 'google')).body.code).toBe('client_id_reserved');
    expect(world.net.arrived).toEqual([]);
  });

  it('counts as an act, and waits for no place that others hold', async () => {
    world.net.at(TOKEN, error('invalid_grant'));
    const text = `${world.stage.now() + LIMITS.lease}/a/acme/custom~other/1`;
    const all = Object.fromEntries(PLACES.map((name) => [name, text]));
    await world.ports.places.change({ workspaceId: 'acme' }, put({ turn: 'x', ...all }));
    expect((await checked(GIVEN)).body.code).toBe('too_many_at_once');
    await world.ports.places.delete({ workspaceId: 'acme' }, {});
    for (let act = 1; act < LIMITS.actsOfPerson; act++) await checked(GIVEN);
    expect(await checked(GIVEN)).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
  });
});

describe('a remote server', () => {
  const PROVIDER = 'remote~good';

  it('is asked as the client by hand, before and after it is stored', async () => {
    const { as } = world.good({ token_endpoint_auth_methods_supported: ['client_secret_post'] });
    await world.confirmed('good', URL_OF_GOOD);
    as.clients.set('by-hand', { id: 'by-hand', secret: 'hand-secret', redirectUris: [] });
    const given = { clientId: 'by-hand', clientSecret: 'hand-secret' };
    const before = await checked(given, PROVIDER);
    expect(before.body).toMatchObject({ outcome: 'accepted', host: 'mcp.good.example' });
    expect((await checked({ ...given, clientId: 'stranger' }, PROVIDER)).body.outcome).toBe('refused');
    expect((await checked({ clientId: 'by-hand' }, PROVIDER)).body).toMatchObject({
      errors: [{ pointer: '/clientSecret', reason: 'required' }],
    });
    const { body } = await stored(given, PROVIDER);
    expect(before.body.redirectUri).toBe(body.redirectUri);
    expect((await checked({}, PROVIDER)).body).toMatchObject({
      outcome: 'accepted',
      redirectUri: body.redirectUri,
    });
  });
});

describe('the list of own apps', () => {
  it('has the newest version of each, with the redirect URI and who set the secret, and no secret', async () => {
    world.good();
    await world.confirmed('good', URL_OF_GOOD);
    await stored();
    await world.request('PUT', `${APPS}/custom~crm`, { ...GIVEN, clientSecret: 'other' }, 'eve.acme');
    await stored({ clientId: 'first', clientSecret: 's' }, 'google');
    await stored({ clientId: 'second', clientSecret: 's' }, 'google');
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
    await stored({ clientId: 'by-hand', clientSecret: 'hand-secret' }, 'remote~good');
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
