/**
 * The client metadata document, which anybody may read.
 * Covers src/http/oauth-callback.ts, src/broker/remote/published-client.ts, src/oauth/remote/client-document.ts, src/broker/connect/redirect-uri.ts,
 * src/broker/remote/ensure-client.ts, src/broker/remote/describe-remote.ts.
 */
import { describe, expect, it } from 'vitest';
import { createOAuthCallback } from '../../src/http/oauth-callback.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { remoteWorld, URL_OF_GOOD } from './remote-world.ts';
import { refused } from './scripted-authorization.ts';

const API = 'https://api.broker.example';
const INSTANCE = '01a21000-8800-7f05-9502-c61626340e7c';
const settings = { dashboardUrl: 'https://dashboard.broker.example', apiOrigin: API };
/** Every port but the settings fails when it is touched: no table, no network, no key. */
const ports = new Proxy(
  { settings },
  {
    get(target, name) {
      if (name === 'settings') return target.settings;
      throw new Error(`${String(name)} is read`);
    },
  },
);
const app = createOAuthCallback(ports, {
  log: createJsonLog(() => undefined),
  newCorrelationId: () => INSTANCE,
});
const get = (path: string, init: RequestInit = {}) => app.request(`${API}${path}`, init);

describe('T197: the client metadata document', () => {
  it('is made of its address alone', async () => {
    const answer = await get(`/oauth/clients/${INSTANCE}.json`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    expect(await answer.json()).toEqual({
      client_id: `${API}/oauth/clients/${INSTANCE}.json`,
      client_name: 'Connections',
      redirect_uris: [`${API}/oauth/callback/remote/${INSTANCE}`],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    });
  });

  it.each([
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
    { forwarded: 'host=evil.example' },
    { origin: 'https://evil.example', cookie: 'a=b', authorization: 'Bearer x' },
  ])('does not hear what a request says of itself: %j', async (headers) => {
    const text = await (await get(`/oauth/clients/${INSTANCE}.json?x=1`, { headers })).text();
    expect(text).toContain(`"client_id":"${API}/oauth/clients/${INSTANCE}.json"`);
    expect(text).not.toContain('evil');
  });

  it('is the same for one that exists and one that does not', async () => {
    const world = await remoteWorld();
    world.good();
    const { redirectUri } = (await world.confirmed('good', URL_OF_GOOD)).body.authorization;
    const known = redirectUri.split('/').at(-1);
    const one = await (await get(`/oauth/clients/${known}.json`)).text();
    const other = await (await get(`/oauth/clients/${INSTANCE}.json`)).text();
    expect(one.replaceAll(known, '')).toBe(other.replaceAll(INSTANCE, ''));
    expect(one).not.toMatch(/acme|good|ada/);
  });

  it.each([
    ...[
      'acme',
      '../x',
      `${INSTANCE}.json/x`,
      `${INSTANCE}`,
      `${INSTANCE.toUpperCase()}.json`,
      `%2e%2e%2f${INSTANCE}.json`,
    ],
    ...[
      `${INSTANCE}%2ejson`,
      `${INSTANCE}.json%00`,
      `${INSTANCE.slice(1)}.json`,
      '"><script>.json',
      `${INSTANCE}.JSON`,
    ],
  ])('is no other path: %s', async (path) => {
    const answer = await get(`/oauth/clients/${path}`);
    const text = await answer.text();
    const isItself = answer.status === 200 && text.includes(`"${API}/oauth/clients/${INSTANCE}.json"`);
    expect(isItself || answer.status >= 400).toBe(true);
    expect(text).not.toMatch(/<script|%2e|%00/i);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('is only read: %s', async (method) => {
    expect((await get(`/oauth/clients/${INSTANCE}.json`, { method })).status).toBe(405);
  });

  it('makes the client where the server takes it, and no endpoint for registrations is asked', async () => {
    const world = await remoteWorld();
    const { as } = world.good({ client_id_metadata_document_supported: true });
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    const { redirectUri, clientId, client, clientDocument } = body.authorization;
    expect({ client, clientDocument }).toEqual({ client: 'document', clientDocument: 'possible' });
    expect(clientId).toBe(`${API}/oauth/clients/${redirectUri.split('/').at(-1)}.json`);
    await world.connect('good', as);
    expect(as.at('/register')).toEqual([]);
    expect((await world.refresh('remote~good')).body.outcome).toBe('refreshed');
  });

  it('is not used without a method that it states, or without a public address', async () => {
    const world = await remoteWorld();
    const { as } = world.good({
      ...{ client_id_metadata_document_supported: true },
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    });
    expect((await world.confirmed('good', URL_OF_GOOD)).body.authorization.client).toBe('dynamic');
    as.metadata.token_endpoint_auth_methods_supported = ['none'];
    const local = { ...world.ports.settings, apiOrigin: 'http://127.0.0.1:4000' };
    world.ports = { ...world.ports, settings: local };
    const { body } = await world.confirmed('two', URL_OF_GOOD);
    expect(body.authorization).toMatchObject({ client: 'dynamic', clientDocument: 'no_public_address' });
  });

  it('is no way to a client that the list of providers promises, where it cannot be used', async () => {
    const world = await remoteWorld();
    const { as } = world.good({
      ...{ client_id_metadata_document_supported: true, registration_endpoint: undefined },
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    });
    const promised = async () => {
      const { body } = await world.request('GET', '/v1/providers?workspace=acme');
      return body.providers.find(({ id }: { id: string }) => id === 'remote~good').connectsWith;
    };
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    expect(body.authorization).toMatchObject({ client: 'needed', clientDocument: 'not_offered' });
    expect(await promised()).toBe('app_not_available');
    as.metadata.token_endpoint_auth_methods_supported = ['none'];
    await world.confirmed('good', URL_OF_GOOD);
    expect(await promised()).toBe('workspace');
  });

  it('brings a stranger’s consent to a page, and no token endpoint hears of it', async () => {
    const world = await remoteWorld();
    const { as } = world.good({ client_id_metadata_document_supported: true });
    const { clientId, redirectUri } = (await world.confirmed('good', URL_OF_GOOD)).body.authorization;
    const forged = new URL(`${as.issuer}/authorize`);
    const asked = { client_id: clientId, redirect_uri: redirectUri, state: 'forged', code_challenge: 'x' };
    for (const [name, value] of Object.entries(asked)) forged.searchParams.set(name, value);
    const { query } = as.authorize(forged.href);
    const page = await get(`${new URL(redirectUri).pathname}?${query}`);
    expect(page.status).toBe(303);
    const victim = await world.began('good');
    const back = { redirectUri, query };
    for (const person of ['ada.acme', 'bob.acme.member'])
      expect((await world.complete(victim, back, person)).body.code).toBe('connect_session_not_found');
    expect(as.at('/token')).toEqual([]);
  });

  it('that is no client any more is the same client at the next consent', async () => {
    const world = await remoteWorld();
    const { as } = world.good({ client_id_metadata_document_supported: true });
    await world.confirmed('good', URL_OF_GOOD);
    await world.connect('good', as);
    world.net.at(`${as.issuer}/token`, refused('invalid_client', 401));
    await world.refresh('remote~good');
    expect((await world.connection('remote~good')).body.reason).toBe('client_lost');
    world.net.at(`${as.issuer}/token`, (arrived) => as.token(arrived));
    await world.connect('good', as, { replaceAccount: true });
    expect((await world.connection('remote~good')).body.status).toBe('active');
  });
});
