/**
 * An admin checks an OAuth app over HTTP: what is sent to the provider, what is refused before that, and what a check cannot be used for.
 * Covers src/broker/app-check/check-oauth-app.ts, src/broker/app-check/app-to-check.ts,
 * src/broker/app-check/context-of-check.ts, src/http/connect.ts, src/broker/remote/remote-client.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { PLACES } from '../../src/contract/table.ts';
import { put } from '../adapters/samples.ts';
import { URL_OF_GOOD } from '../remote/remote-world.ts';
import { APPS, type AppWorld, appWorld, CUSTOM, error, GIVEN, SECRET, TOKEN } from './app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});

describe('a check', () => {
  it('sends what a redemption sends: the client, the redirect URI, a code and a verifier that nobody made before', async () => {
    world.net.at(TOKEN, error('invalid_grant'));
    await world.checked(GIVEN);
    await world.checked(GIVEN);
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
    await world.stored();
    await world.stored({ ...GIVEN, clientId: 'crm-2', clientSecret: 'second' });
    const before = (await world.request('GET', APPS)).body;
    expect((await world.checked({})).body).toMatchObject({ outcome: 'refused', custom: { name: 'CRM' } });
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
    const { body } = await world.checked({ ...GIVEN, custom: { ...rest, issuer } });
    expect(body).toMatchObject({
      outcome: 'accepted',
      custom: { issuer, tokenEndpoint: TOKEN, clientAuthentication: 'client_secret_post' },
    });
    expect((await world.request('GET', APPS)).body).toEqual({ apps: [] });
    world.net.silence(issuer);
    expect((await world.checked({ ...GIVEN, custom: { ...rest, issuer } })).body).toMatchObject({
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
    expect(await world.checked(body, provider, token)).toMatchObject({ status, body: { code } });
    expect(world.net.arrived).toEqual([]);
  });

  it('takes a value for a stored app that a person would give at a consent, and no other', async () => {
    await world.stored({ clientId: 'c', clientSecret: 's' }, 'zendesk');
    expect((await world.checked({}, 'zendesk')).body.code).toBe('invalid_variable');
    const at = 'https://acme.zendesk.com/oauth/tokens';
    world.net.at(at, error('invalid_grant'));
    expect((await world.checked({ variables: { subdomain: 'acme' } }, 'zendesk')).body).toMatchObject({
      outcome: 'accepted',
      host: 'acme.zendesk.com',
    });
    for (const variables of [{ subdomain: 'evil.example/' }, { host: 'evil.example' }])
      expect((await world.checked({ variables }, 'zendesk')).body.code).toBe('invalid_variable');
    await world.stored({ clientId: 'c', clientSecret: 's' }, 'gitlab');
    expect((await world.checked({ variables: { host: 'evil.example' } }, 'gitlab')).body.code).toBe(
      'invalid_variable',
    );
    expect(world.net.placesOf('s')).toEqual([at]);
  });

  it('does not reach a host that is not public', async () => {
    world.ports = { ...world.ports, hosts: { isPublic: async () => false, isPrivate: async () => true } };
    expect((await world.checked(GIVEN)).body.code).toBe('custom_provider_refused');
    expect(world.net.arrived).toEqual([]);
  });

  it('of the platform’s client is refused, so that nobody tries secrets of it', async () => {
    await putVerifiedApp(world.ports, { provider: 'google', clientId: 'of-the-platform' });
    const given = { clientId: 'of-the-platform', clientSecret: 's' };
    expect((await world.checked(given, 'google')).body.code).toBe('client_id_reserved');
    expect(world.net.arrived).toEqual([]);
  });

  it('counts as an act, and waits for no place that others hold', async () => {
    world.net.at(TOKEN, error('invalid_grant'));
    const text = `${world.stage.now() + LIMITS.lease}/a/acme/custom~other/1`;
    const all = Object.fromEntries(PLACES.map((name) => [name, text]));
    await world.ports.places.change({ workspaceId: 'acme' }, put({ turn: 'x', ...all }));
    expect((await world.checked(GIVEN)).body.code).toBe('too_many_at_once');
    await world.ports.places.delete({ workspaceId: 'acme' }, {});
    for (let act = 1; act < LIMITS.actsOfPerson; act++) await world.checked(GIVEN);
    expect(await world.checked(GIVEN)).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
  });
});

describe('a remote server', () => {
  const PROVIDER = 'remote~good';

  it('is asked as the client by hand, before and after it is stored', async () => {
    const { as } = world.good({ token_endpoint_auth_methods_supported: ['client_secret_post'] });
    await world.confirmed('good', URL_OF_GOOD);
    as.clients.set('by-hand', { id: 'by-hand', secret: 'hand-secret', redirectUris: [] });
    const given = { clientId: 'by-hand', clientSecret: 'hand-secret' };
    const before = await world.checked(given, PROVIDER);
    expect(before.body).toMatchObject({ outcome: 'accepted', host: 'mcp.good.example' });
    expect((await world.checked({ ...given, clientId: 'stranger' }, PROVIDER)).body.outcome).toBe('refused');
    expect((await world.checked({ clientId: 'by-hand' }, PROVIDER)).body).toMatchObject({
      errors: [{ pointer: '/clientSecret', reason: 'required' }],
    });
    const { body } = await world.stored(given, PROVIDER);
    expect(before.body.redirectUri).toBe(body.redirectUri);
    expect((await world.checked({}, PROVIDER)).body).toMatchObject({
      outcome: 'accepted',
      redirectUri: body.redirectUri,
    });
  });
});
