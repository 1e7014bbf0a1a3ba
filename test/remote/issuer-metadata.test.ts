/**
 * What an authorization server says of itself, and how far a discovery goes.
 * Covers src/oauth/remote/authorization-server-metadata.ts, src/oauth/remote/discover-server.ts, src/broker/remote/discover-remote.ts,
 * src/oauth/remote/read-metadata.ts.
 */
import { describe, expect, it } from 'vitest';
import { createProviderFetch } from '../../src/egress/provider-fetch.ts';
import { ProviderFetchError } from '../../src/oauth/provider-fetch.ts';
import { remoteWorld, URL_OF_GOOD } from './remote-world.ts';
import { ScriptedAuthorization, scriptedMcp, wellKnown } from './scripted-authorization.ts';

const ORIGIN = 'https://login.good.example';
const placesOf = (path: string) => [
  `${ORIGIN}/.well-known/oauth-authorization-server${path}`,
  `${ORIGIN}/.well-known/openid-configuration${path}`,
  ...(path === '' ? [] : [`${ORIGIN}${path}/.well-known/openid-configuration`]),
];

async function withIssuer(issuer: string) {
  const world = await remoteWorld();
  const as = new ScriptedAuthorization(world.net, issuer);
  world.net.at(wellKnown(issuer), undefined);
  return { world, as, mcp: scriptedMcp(world.net, URL_OF_GOOD, issuer) };
}

const FORMS = ['', '/tenant/1'].flatMap((path) => placesOf(path).map((place) => ({ path, place })));

describe('T189: the document of an issuer', () => {
  it.each(FORMS)('is found at $place', async ({ path, place }) => {
    const { world, as } = await withIssuer(`${ORIGIN}${path}`);
    as.serve(place);
    expect((await world.confirmed('good', URL_OF_GOOD)).status).toBe(200);
  });

  const NEAR = (issuer: string) => [
    ...[`${issuer}/`, issuer.toUpperCase(), `${issuer}:443`, issuer.replace('https://', 'https://x.')],
    ...['https://evil.example', '', undefined, [issuer], `${issuer}#`, `${issuer}?`],
  ];
  it.each(
    FORMS.flatMap(({ path, place }) => NEAR(`${ORIGIN}${path}`).map((claimed) => ({ path, place, claimed }))),
  )('is not used with another issuer: $claimed at $place', async ({ path, place, claimed }) => {
    const { world, as } = await withIssuer(`${ORIGIN}${path}`);
    as.metadata.issuer = claimed;
    as.serve(place);
    // A later place with the right document does not help.
    for (const other of placesOf(path).slice(placesOf(path).indexOf(place) + 1))
      as.serve(other, { body: { ...as.metadata, issuer: as.issuer } });
    const { status, body } = await world.put('good', { url: URL_OF_GOOD });
    // Of the same party it is for an admin to confirm, by both names.
    const isRelated = typeof claimed === 'string' && /^https:.*login\.good\.example/.test(claimed);
    expect(status).toBe(isRelated ? 409 : 400);
    if (isRelated) expect(body.confirm.claimedIssuer).toBe(claimed);
    else expect(['issuer_mismatch', 'metadata_malformed']).toContain(body.errors[0].reason);
    expect(as.at('/register')).toEqual([]);
  });

  it('is not the right one of another tenant', async () => {
    const { world, as } = await withIssuer(`${ORIGIN}/tenant/1`);
    as.serve(placesOf('')[0] as string, { body: { ...as.metadata, issuer: ORIGIN } });
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    expect(body.errors[0].reason).toBe('no_authorization_server');
  });

  it.each([
    [{ code_challenge_methods_supported: ['plain'] }, 'pkce_missing'],
    [{ code_challenge_methods_supported: undefined }, 'pkce_missing'],
    [{ response_types_supported: ['token'] }, 'metadata_malformed'],
    [{ token_endpoint: undefined }, 'metadata_malformed'],
    [{ authorization_endpoint: undefined }, 'metadata_malformed'],
  ])('is not enough: %j', async (more, reason) => {
    const { world, as } = await withIssuer(ORIGIN);
    Object.assign(as.metadata, more);
    as.serve(wellKnown(ORIGIN));
    expect((await world.confirmed('good', URL_OF_GOOD)).body.errors[0].reason).toBe(reason);
  });
});

describe('T193: a discovery as a probe', () => {
  it('sends eight requests at most, and asks one issuer', async () => {
    const { world, mcp } = await withIssuer(`${ORIGIN}/a/b`);
    const many = Array.from({ length: 1_000 }, (_, index) => `https://host-${index}.example/x/y`);
    for (const issuer of many.slice(0, 5)) new ScriptedAuthorization(world.net, issuer);
    mcp.resource.authorization_servers = [`${ORIGIN}/a/b`, ...many];
    mcp.challenge = `Bearer resource_metadata="${URL_OF_GOOD}/nothing"`;
    await world.put('good', { url: URL_OF_GOOD });
    expect(world.net.arrived.length).toBeLessThanOrEqual(8);
    expect(world.net.to('https://host-')).toEqual([]);
  });

  const PRIVATE = [
    ...[
      'https://127.0.0.1',
      'https://10.0.0.1',
      'https://169.254.169.254',
      'https://[::1]',
      'https://[64:ff9b::a00:1]',
    ],
    ...[
      'https://192.168.1.1',
      'https://[fe80::1]',
      'https://[::ffff:10.0.0.1]',
      'http://login.good.example',
      'https://0.0.0.0',
    ],
  ];
  it.each(PRIVATE)(
    'gets the same answer for a private issuer as for one that refuses: %s',
    async (issuer) => {
      const { world, mcp } = await withIssuer(ORIGIN);
      const egress = createProviderFetch({ deadline: 1_000, maxBody: 1_000 });
      const own = world.net.fetch;
      const judge = (request: Parameters<typeof egress>[0]) =>
        new URL(request.url).origin === new URL(URL_OF_GOOD).origin ? own(request) : egress(request);
      world.ports = { ...world.ports, fetch: judge };
      mcp.resource.authorization_servers = [issuer];
      const { status, body } = await world.confirmed('good', URL_OF_GOOD);
      world.ports = { ...world.ports, fetch: own };
      world.net.silence(ORIGIN);
      mcp.resource.authorization_servers = [ORIGIN];
      const refusing = await world.confirmed('good', URL_OF_GOOD);
      expect({ status, code: body.code, errors: body.errors }).toEqual({
        ...{ status: refusing.status, code: refusing.body.code, errors: refusing.body.errors },
      });
    },
  );

  const ENDPOINTS = ['authorization', 'token', 'registration', 'revocation', 'userinfo', 'introspection'];
  it.each([...ENDPOINTS.map((name) => `${name}_endpoint`), 'jwks_uri'])(
    'judges every endpoint by the rules of the egress, asked or not: %s',
    async (name) => {
      for (const address of [
        'https://10.0.0.1/x',
        'https://login.good.example:8443/x',
        'http://login.good.example/x',
      ]) {
        const { world, as } = await withIssuer(ORIGIN);
        as.metadata[name] = address;
        as.serve(wellKnown(ORIGIN));
        const isPublic = async (host: string) => !host.startsWith('10.');
        world.ports = { ...world.ports, hosts: { ...world.ports.hosts, isPublic } };
        expect((await world.confirmed('good', URL_OF_GOOD)).body.errors[0].reason).toBe('unreachable');
        expect(world.net.arrived.filter(({ url }) => url.href === address)).toEqual([]);
      }
    },
  );

  it.each([
    [
      'a document of 20 MB',
      { body: `{"issuer":"${ORIGIN}","x":"${'x'.repeat(20_000_000)}"}` },
      'unreachable',
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://evil.example/m' } },
      'no_authorization_server',
    ],
    ['HTML', { body: '<html>' }, 'no_authorization_server'],
  ])('does not take %s', async (_what, answer, reason) => {
    const { world, as } = await withIssuer(ORIGIN);
    world.net.at('https://evil.example/m', { body: as.metadata });
    as.serve(wellKnown(ORIGIN), answer);
    expect((await world.confirmed('good', URL_OF_GOOD)).body.errors[0].reason).toBe(reason);
    expect(world.net.to('https://evil.example')).toEqual([]);
  });

  it('ends ten seconds after its begin, however slowly each answer comes', async () => {
    const { world } = await withIssuer(ORIGIN);
    const limits: (number | undefined)[] = [];
    world.ports = {
      ...world.ports,
      fetch: async ({ timeLimit = Infinity }) => {
        limits.push(timeLimit);
        world.advance(Math.min(timeLimit, 4_000));
        if (timeLimit <= 4_000) throw new ProviderFetchError('deadline', true);
        return new Response('{}', { status: 404 });
      },
    };
    expect((await world.put('good', { url: URL_OF_GOOD })).body.errors[0].reason).toBe('unreachable');
    expect(limits).toEqual([10_000, 6_000, 2_000]);
  });
});
