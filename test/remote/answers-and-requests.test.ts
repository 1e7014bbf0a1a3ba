/**
 * What comes back from an authorization server, and what is sent to it.
 * Covers src/broker/connect/judge-return.ts, src/broker/connect/redeem-code.ts, src/oauth/token-endpoint.ts,
 * src/oauth/revoke-token.ts, src/providers/remote/remote-provider.ts.
 */
import { describe, expect, it } from 'vitest';
import { GOOD_ISSUER, HOUR, remoteWorld, URL_OF_GOOD } from './remote-world.ts';
import { scriptedMcp } from './scripted-authorization.ts';

async function began(more: Record<string, unknown> = {}) {
  const world = await remoteWorld();
  const good = world.good(more);
  await world.confirmed('good', URL_OF_GOOD);
  return { world, ...good, begun: await world.began('good') };
}

/** Every answer that the issuer check must refuse, in place of `iss=…`. */
const iss = (value: string) => `&iss=${encodeURIComponent(value)}`;
const WRONG = [
  ...[
    '',
    iss('https://evil.example'),
    iss(`${GOOD_ISSUER}/`),
    iss(GOOD_ISSUER.toUpperCase()),
    iss(`${GOOD_ISSUER}:443`),
  ],
  ...[iss(''), `${iss(GOOD_ISSUER)}${iss(GOOD_ISSUER)}`, `${iss('https://evil.example')}${iss(GOOD_ISSUER)}`],
  ...[
    iss(` ${GOOD_ISSUER}`),
    `&ISS=${encodeURIComponent(GOOD_ISSUER)}`,
    `&iss=${encodeURIComponent(encodeURIComponent(GOOD_ISSUER))}`,
  ],
];

describe('T195: the issuer in an answer', () => {
  it.each(WRONG)('is compared before a code is used: %j', async (parameter) => {
    const { world, as, begun } = await began();
    const { redirectUri, query } = as.authorize(begun.authorizationUrl, { iss: false });
    const { body } = await world.complete(begun, { redirectUri, query: query + parameter });
    expect(['authorization_response_mismatch', 'invalid_request']).toContain(body.code);
    expect(as.at('/token')).toEqual([]);
    // The session of the right server goes on.
    expect((await world.complete(begun, as.authorize(begun.authorizationUrl))).status).toBe(200);
  });

  it.each(WRONG)('is compared before an error is used or shown: %j', async (parameter) => {
    const { world, as, begun } = await began();
    const { redirectUri, query } = as.authorize(begun.authorizationUrl, { iss: false });
    const state = new URLSearchParams(query).get('state');
    const told = `error=access_denied&error_description=Call+0900&state=${state}${parameter}`;
    const answer = await world.complete(begun, { redirectUri, query: told });
    expect(['authorization_response_mismatch', 'invalid_request']).toContain(answer.body.code);
    expect(JSON.stringify([answer.body, world.logged])).not.toContain('0900');
    expect((await world.complete(begun, as.authorize(begun.authorizationUrl))).status).toBe(200);
  });

  it('may be missing only where it was not promised, and a wrong one is refused there, too', async () => {
    const { world, as, begun } = await began({ authorization_response_iss_parameter_supported: false });
    const { redirectUri, query } = as.authorize(begun.authorizationUrl, { iss: false });
    const wrong = { redirectUri, query: query + iss('https://evil.example') };
    expect((await world.complete(begun, wrong)).body.code).toBe('authorization_response_mismatch');
    expect((await world.complete(begun, { redirectUri, query })).status).toBe(200);
  });

  it('comes to the redirect URI of this registration', async () => {
    const { world, as, begun } = await began();
    scriptedMcp(world.net, 'https://mcp.good.example/second', GOOD_ISSUER);
    const { body } = await world.confirmed('second', 'https://mcp.good.example/second');
    const { query } = as.authorize(begun.authorizationUrl);
    const other = { redirectUri: body.authorization.redirectUri, query };
    expect((await world.complete(begun, other)).body.code).toBe('authorization_response_mismatch');
    expect(as.at('/token')).toEqual([]);
  });
});

describe('T196: the resource', () => {
  it('is in the authorization request, the exchange and every refresh', async () => {
    const { world, as, begun } = await began();
    expect(new URL(begun.authorizationUrl).searchParams.getAll('resource')).toEqual([URL_OF_GOOD]);
    await world.complete(begun, as.authorize(begun.authorizationUrl));
    for (let time = 0; time < 3; time += 1) {
      world.advance(HOUR);
      await world.tick();
    }
    await world.refresh('remote~good');
    const sent = as.at('/token').map(({ body }) => new URLSearchParams(body).getAll('resource'));
    expect(sent.length).toBeGreaterThan(3);
    for (const resource of sent) expect(resource).toEqual([URL_OF_GOOD]);
  });

  it('keeps the tokens of two servers of one authorization server apart', async () => {
    const { world, as, begun } = await began();
    await world.complete(begun, as.authorize(begun.authorizationUrl));
    const second = 'https://mcp.good.example/second';
    scriptedMcp(world.net, second, GOOD_ISSUER);
    await world.confirmed('second', second);
    await world.connect('second', as);
    for (const [name, url] of [
      ['good', URL_OF_GOOD],
      ['second', second],
    ] as const) {
      await world.refresh(`remote~${name}`);
      const answer = await world.inject(name);
      const mine = as.grants.filter(({ resource }) => resource === url).flatMap(({ access }) => access);
      const others = as.grants.filter(({ resource }) => resource !== url).flatMap(({ access }) => access);
      const text = JSON.stringify(answer);
      expect(mine.some((token) => text.includes(`Bearer ${token}"`))).toBe(true);
      for (const token of others) expect(text).not.toContain(`Bearer ${token}"`);
      expect(answer.context).toMatchObject({ allowedUrl: url });
    }
    const path = '/v1/workspaces/acme/mcp-servers/second';
    const { body } = await world.request('PUT', path, { url: second, connectionId: 'remote~good' });
    expect(body).toMatchObject({ code: 'server_refused', errors: [{ pointer: '/connectionId' }] });
  });
});

describe('a public client', () => {
  it('sends no secret, empty or not, in exchange, refresh and revocation', async () => {
    const { world, as, begun } = await began();
    await world.complete(begun, as.authorize(begun.authorizationUrl));
    await world.refresh('remote~good');
    expect((await world.disconnect('remote~good')).status).toBe(200);
    const sent = [...as.at('/token'), ...as.at('/revoke')];
    expect(sent.length).toBeGreaterThanOrEqual(3);
    for (const { headers, body } of sent) {
      const form = new URLSearchParams(body);
      expect(headers).not.toHaveProperty('authorization');
      expect(form.has('client_secret')).toBe(false);
      expect(form.get('client_id')).toMatch(/^client-/);
    }
    expect(as.grants.every(({ refresh }) => refresh === undefined)).toBe(true);
  });

  it.each(['client_secret_basic', 'client_secret_post'])(
    'is none where the server wants %s',
    async (method) => {
      const { world, as, begun } = await began({ token_endpoint_auth_methods_supported: [method] });
      await world.complete(begun, as.authorize(begun.authorizationUrl));
      await world.refresh('remote~good');
      await world.disconnect('remote~good');
      for (const { headers, body } of [...as.at('/token'), ...as.at('/revoke')]) {
        const isBasic = method === 'client_secret_basic';
        expect(headers.authorization !== undefined).toBe(isBasic);
        expect(new URLSearchParams(body).has('client_secret')).toBe(!isBasic);
      }
    },
  );

  it.each([
    [['none'], { clientId: 'x', clientSecret: 'a-secret' }, 'no_secret'],
    [['client_secret_post'], { clientId: 'x' }, 'required'],
  ])('by hand is what the server lists: %j', async (methods, body, reason) => {
    const { world } = await began({ token_endpoint_auth_methods_supported: methods });
    const answer = await world.request('PUT', '/v1/workspaces/acme/oauth-apps/remote~good', body);
    expect(answer.body).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/clientSecret', reason }],
    });
  });
});
