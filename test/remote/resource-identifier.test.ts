/**
 * Which resource a token is for, and where it goes.
 * Covers src/oauth/remote/resource-metadata.ts, src/oauth/remote/server-challenge.ts, src/broker/remote/discover-remote.ts.
 */
import { describe, expect, it } from 'vitest';
import { isResourceOf } from '../../src/oauth/remote/resource-metadata.ts';
import { GOOD_ISSUER, remoteWorld, URL_OF_GOOD } from './remote-world.ts';
import { ScriptedAuthorization, scriptedMcp } from './scripted-authorization.ts';

const SERVER = 'https://mcp.good.example/team/mcp';
/** All but the first group are another resource, or a text that means one only to some parser. */
const OWN = ['/team/mcp', '/team', '/team/', '/', '', '/team/mcp/'];
const FOREIGN_PATHS = [
  ...['/team/mcp-evil', '/tea', '/team/m', '/team/mcp/deeper', '/other', '/Team/mcp', '/team/MCP'],
  ...[
    '/team/%6Dcp',
    '/team%2Fmcp',
    '/team%2fmcp',
    '/team/../team/mcp',
    '/./team',
    '/team/./mcp',
    '/team//mcp',
  ],
  ...[
    '//team',
    '/team\\mcp',
    '/team/mcp?',
    '/team/mcp?x=1',
    '/team?',
    '/team#',
    '/team/mcp#x',
    '/team/%2e%2e',
  ],
  ...['/team/mcp ', ' /team', '/team\t', '/team/mcp;x'],
];
const FOREIGN_ORIGINS = [
  ...['http://mcp.good.example', 'https://mcp.good.example:443', 'https://mcp.good.example:8443'],
  ...['https://mcp.good.example.', 'https://MCP.good.example', 'https://user@mcp.good.example'],
  ...['https://:secret@mcp.good.example', 'https://good.example', 'https://evil.mcp.good.example'],
  ...[
    'https://mcp.good.example.evil.example',
    'https://mcp.good.example@evil.example',
    'HTTPS://mcp.good.example',
  ],
  ...[
    '//mcp.good.example',
    'mcp.good.example',
    'https:mcp.good.example',
    'urn:mcp',
    'https://xn--mcp.good.example',
  ],
];

describe('T186: the resource that metadata names', () => {
  it('is compared in more than 30 pairs', () => {
    expect(OWN.length + FOREIGN_PATHS.length + FOREIGN_ORIGINS.length * 2).toBeGreaterThan(30);
  });

  it.each(OWN)('is the server or a parent by whole segments: %j', (path) => {
    expect(isResourceOf(`https://mcp.good.example${path}`, SERVER)).toBe(true);
  });

  it.each(FOREIGN_PATHS)('is another one by its path: %j', (path) => {
    expect(isResourceOf(`https://mcp.good.example${path}`, SERVER)).toBe(false);
  });

  it.each(FOREIGN_ORIGINS.flatMap((origin) => [origin, `${origin}/team/mcp`]))(
    'is another one by its origin: %j',
    (resource) => {
      expect(isResourceOf(resource, SERVER)).toBe(false);
    },
  );

  it.each(['https://mcp.evil.example/mcp', 'https://mcp.good.example/mcp-evil', 7, '', ['x']])(
    'is no reason to ask an authorization server: %j',
    async (resource) => {
      const world = await remoteWorld();
      const { mcp } = world.good();
      mcp.resource = { resource, authorization_servers: ['https://login.other.example'] };
      const as = new ScriptedAuthorization(world.net, 'https://login.other.example');
      const { body } = await world.put('good', { url: URL_OF_GOOD });
      expect(body).toMatchObject({ code: 'server_refused', errors: [{ reason: 'resource_mismatch' }] });
      expect(as.at('/')).toEqual([]);
    },
  );
});

describe('T187: a host that tenants share', () => {
  const url = (name: string) => `https://mcp.good.example/${name}/mcp`;

  it('says that a token is valid for all of it, and sends the token to the own address alone', async () => {
    const world = await remoteWorld();
    const { as } = world.good();
    for (const [name, token] of [
      ['a', 'ada.acme'],
      ['b', 'mal.globex'],
    ] as const) {
      scriptedMcp(world.net, url(name), GOOD_ISSUER).resource.resource = 'https://mcp.good.example/';
      const { body } = await world.confirmed(name, url(name), token);
      expect(body.authorization).toMatchObject({ resource: 'https://mcp.good.example/', isShared: true });
      await world.connect(name, as, {}, token);
      const answer = await world.inject(name, token);
      expect(answer.context).toMatchObject({ allowedHosts: ['mcp.good.example'], allowedUrl: url(name) });
    }
    expect((await world.inject('a', 'mal.globex')).context).toMatchObject({ reason: 'unknown_server' });
    const tokens = as.grants.map(({ access }) => access[0]);
    expect(new Set(tokens).size).toBe(2);
  });
});

describe('T188: a challenge with the address of metadata', () => {
  const ELSEWHERE = 'https://evil.example';
  const parameter = (value: string) => `resource_metadata="${value}"`;

  it.each([
    `Bearer ${parameter(`${ELSEWHERE}/m`)}`,
    `Bearer ${parameter('http://mcp.good.example/m')}`,
    `Bearer ${parameter('https://mcp.good.example:8443/m')}`,
    `Bearer ${parameter('https://user:pw@mcp.good.example/m')}`,
    `Bearer ${parameter('https://mcp.good.example@evil.example/m')}`,
    `Bearer ${parameter('javascript:alert(1)')}`,
    `Bearer ${parameter('data:application/json,{}')}`,
    `Bearer ${parameter('/m')}`,
    `Bearer ${parameter('//evil.example/m')}`,
    `Bearer ${parameter('')}`,
    `Bearer ${parameter(`${ELSEWHERE}/m`)}, Bearer ${parameter(`${ELSEWHERE}/n`)}`,
    `Basic realm="x", Bearer ${parameter(`${ELSEWHERE}/m`)}`,
    `Basic ${parameter('https://mcp.good.example/m')}`,
    `Bearer ${parameter('https://mcp.good.example/m')} ${parameter(`${ELSEWHERE}/m`)}`,
    `Bearer resource_metadata=${ELSEWHERE}/m`,
    'Bearer "',
    '',
  ])('that is not of the server is not opened: %s', async (challenge) => {
    const world = await remoteWorld();
    const { mcp } = world.good();
    mcp.challenge = challenge;
    const forged = { body: { resource: URL_OF_GOOD, authorization_servers: [`${ELSEWHERE}/as`] } };
    world.net.at(`${ELSEWHERE}/m`, forged);
    world.net.at('https://mcp.good.example:8443/m', forged);
    world.net.at('http://mcp.good.example/m', forged);
    const as = new ScriptedAuthorization(world.net, `${ELSEWHERE}/as`);
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    expect(body.authorization.issuer).toBe(GOOD_ISSUER);
    expect(world.net.to(ELSEWHERE)).toEqual([]);
    expect(world.net.arrived.every(({ url }) => url.origin === GOOD_ISSUER)).toBe(true);
    expect(as.at('/')).toEqual([]);
  });

  it('of the server wins over the well-known places, and its scopes are asked for', async () => {
    const world = await remoteWorld();
    const { mcp } = world.good();
    const own = `${GOOD_ISSUER}/own-place`;
    const { resource } = mcp;
    world.net.at(own, { body: { ...resource, scopes_supported: ['other'] } });
    mcp.challenge = `Bearer scope="notes:read notes:write", ${parameter(own)}`;
    mcp.resource = { resource: 'https://mcp.evil.example/', authorization_servers: [] };
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    expect(body.authorization.scopes).toEqual(['notes:read', 'notes:write']);
    expect(world.net.to(`${GOOD_ISSUER}/.well-known/oauth-protected-resource`)).toEqual([]);
  });
});
