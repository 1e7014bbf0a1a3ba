/**
 * What a server's metadata says after somebody registered and connected it.
 * Covers src/broker/remote/client-for-consent.ts, src/broker/remote/remote-record.ts, src/broker/tokens/declare-grant-dead.ts,
 * src/broker/servers/put-mcp-server.ts, src/broker/servers/own-servers.ts.
 */
import { describe, expect, it } from 'vitest';
import { GOOD_ISSUER, HOUR, type RemoteWorld, remoteWorld, URL_OF_GOOD } from './remote-world.ts';
import { resourceDocument, ScriptedAuthorization, scriptedMcp, wellKnown } from './scripted-authorization.ts';

const NEW = 'https://new.evil.example';

async function connected(more: Record<string, unknown> = {}) {
  const world = await remoteWorld();
  const good = world.good(more);
  await world.confirmed('good', URL_OF_GOOD);
  await world.connect('good', good.as);
  world.net.forget();
  return { world, ...good };
}

/** What a server answers at the new places if anything is sent there. */
function openNew(world: RemoteWorld): ScriptedAuthorization {
  const other = new ScriptedAuthorization(world.net, NEW);
  for (const path of ['/userinfo', '/introspect', '/jwks']) world.net.at(`${NEW}${path}`, { body: {} });
  return other;
}

const ENDPOINTS = [
  ...['token_endpoint', 'revocation_endpoint', 'registration_endpoint', 'authorization_endpoint'],
  ...['userinfo_endpoint', 'introspection_endpoint', 'jwks_uri'],
];

describe('T192: metadata that changes', () => {
  it.each(ENDPOINTS)(
    'by another place for %s is refused at a start, and nothing is sent there',
    async (name) => {
      const { world, as } = await connected();
      openNew(world);
      as.metadata[name] = `${NEW}/token`;
      expect(await world.start('good')).toMatchObject({ status: 409, body: { code: 'metadata_changed' } });
      expect((await world.refresh('remote~good')).body.outcome).toBe('refreshed');
      world.advance(2 * HOUR);
      await world.disconnect('remote~good');
      expect(world.net.to(NEW)).toEqual([]);
      expect(as.at('/revoke')).not.toEqual([]);
      expect(as.grants.every(({ refresh }) => refresh === undefined)).toBe(true);
    },
  );

  it.each(ENDPOINTS)('by another place for %s between start and completion is not followed', async (name) => {
    const { world, as } = await connected();
    openNew(world);
    const begun = await world.began('good', { replaceAccount: true });
    as.metadata[name] = `${NEW}/token`;
    const done = await world.complete(begun, as.authorize(begun.authorizationUrl));
    expect(done.status).toBe(200);
    expect(world.net.to(NEW)).toEqual([]);
  });

  it.each([
    ['iss in answers', { authorization_response_iss_parameter_supported: false }],
    ['S256', { code_challenge_methods_supported: ['plain'] }],
    ['its issuer', { issuer: 'https://else.example' }],
  ])('by withdrawing %s is refused', async (_what, less) => {
    const { world, as } = await connected();
    Object.assign(as.metadata, less);
    expect((await world.start('good')).body.code).toBe('metadata_changed');
    expect((await world.inject('good')).isAuthorized).toBe(true);
  });

  it('by another issuer ends the connections, and nothing of the old ones is sent there', async () => {
    const { world, as, mcp } = await connected();
    await world.connect('good', as, { label: 'two' });
    world.net.forget();
    openNew(world);
    mcp.resource.authorization_servers = [NEW];
    expect(await world.start('good')).toMatchObject({ status: 409, body: { code: 'issuer_changed' } });
    for (const id of ['remote~good', 'remote~good~two'])
      expect((await world.connection(id)).body).toMatchObject({
        ...{ status: 'reauthorization_required', reason: 'issuer_changed' },
      });
    expect((await world.inject('good')).context).toMatchObject({ reason: 'reauthorization_required' });
    world.advance(2 * HOUR);
    await world.tick();
    expect(world.net.to(NEW)).toEqual([]);
  });

  it.each([
    ['cannot be reached', (world: RemoteWorld) => world.net.silence(NEW)],
    ['has no document', (world: RemoteWorld) => world.net.at(wellKnown(NEW), undefined)],
    ['has no S256', (world: RemoteWorld) => world.net.at(wellKnown(NEW), { body: { issuer: NEW } })],
  ])('by another issuer that %s is no way back to the old one', async (_what, breakNew) => {
    const { world, mcp } = await connected();
    openNew(world);
    breakNew(world);
    mcp.resource.authorization_servers = [NEW];
    expect((await world.start('good')).body.code).toBe('issuer_changed');
    expect((await world.connection('remote~good')).body.reason).toBe('issuer_changed');
  });

  it('by another resource at the same issuer is another registration', async () => {
    const { world, mcp } = await connected();
    mcp.resource.resource = `${GOOD_ISSUER}/`;
    expect((await world.start('good')).body.code).toBe('metadata_changed');
    expect((await world.confirmed('good', URL_OF_GOOD)).body.code).toBe('server_in_use');
  });

  it('does not change while nobody says anything', async () => {
    const { world, as, mcp } = await connected();
    world.net.at(wellKnown(GOOD_ISSUER), undefined);
    await world.connect('good', as, { replaceAccount: true });
    mcp.resource = {};
    const { code } = (await world.start('good')).body;
    expect(code).toBe('metadata_changed');
    world.net.silence(GOOD_ISSUER);
    expect((await world.start('good', { replaceAccount: true })).status).toBe(201);
  });

  it('that cannot be read now does not make the server’s origin the issuer', async () => {
    const world = await remoteWorld();
    const elsewhere = new ScriptedAuthorization(world.net, 'https://login.good.example');
    const { mcp } = world.good();
    mcp.resource.authorization_servers = [elsewhere.issuer];
    await world.confirmed('good', URL_OF_GOOD);
    await world.connect('good', elsewhere);
    world.net.at(resourceDocument(URL_OF_GOOD), { status: 503 });
    expect((await world.start('good', { replaceAccount: true })).status).toBe(201);
    expect((await world.connection('remote~good')).body.status).toBe('active');
  });

  it('between two refreshes is not read', async () => {
    const { world, as, mcp } = await connected();
    const other = openNew(world);
    mcp.resource.authorization_servers = [NEW];
    Object.assign(as.metadata, other.metadata);
    for (let time = 0; time < 3; time += 1) {
      world.advance(HOUR);
      await world.tick();
    }
    expect(as.at('/token').length).toBeGreaterThan(1);
    expect(world.net.to(NEW)).toEqual([]);
    expect((await world.connection('remote~good')).body.status).toBe('active');
  });

  it('is confirmed by an admin, who puts the server again, and connections go on at the old places', async () => {
    const { world, as } = await connected();
    const moved = `${GOOD_ISSUER}/v2/token`;
    world.net.at(moved, (arrived) => as.token(arrived));
    as.metadata.token_endpoint = moved;
    expect((await world.start('good')).body.code).toBe('metadata_changed');
    expect((await world.confirmed('good', URL_OF_GOOD)).status).toBe(200);
    await world.refresh('remote~good');
    expect(world.net.to(moved)).toEqual([]);
    await world.connect('good', as, { label: 'two' });
    expect(world.net.to(moved)).toHaveLength(1);
  });
});

describe('a server that is registered at another address', () => {
  const OTHER = 'https://mcp.good.example/other';

  it('is refused while somebody is connected', async () => {
    const { world } = await connected();
    scriptedMcp(world.net, OTHER, GOOD_ISSUER);
    expect((await world.confirmed('good', OTHER)).body).toMatchObject({
      ...{ code: 'server_in_use', connections: ['remote~good'] },
    });
    expect((await world.request('DELETE', '/v1/workspaces/acme/mcp-servers/good')).body.code).toBe(
      'server_in_use',
    );
  });

  it('never gets a token of the former one, whatever this process still knows', async () => {
    const { world, as } = await connected();
    scriptedMcp(world.net, OTHER, GOOD_ISSUER);
    const old = as.grants[0]?.access.at(-1) ?? expect.unreachable();
    const begun = await world.began('good', { label: 'late' });
    // Known to this process from here on.
    expect((await world.inject('good')).isAuthorized).toBe(true);
    await world.disconnect('remote~good');
    expect((await world.confirmed('good', OTHER)).status).toBe(200);
    const late = await world.complete(begun, as.authorize(begun.authorizationUrl));
    const tokens = [old, ...as.grants.flatMap(({ access }) => access)];
    for (const seconds of [0, 1, 6]) {
      world.advance(seconds * 1_000);
      const answer = await world.inject('good');
      for (const token of tokens) expect(JSON.stringify(answer)).not.toContain(token);
    }
    expect(late.status).toBe(200);
    await world.put('good', { url: OTHER, connectionId: 'remote~good~late' });
    world.advance(6_000);
    expect((await world.inject('good')).context).toMatchObject({ reason: 'not_connected' });
    await world.connect('good', as);
    await world.put('good', { url: OTHER, connectionId: 'remote~good' });
    world.advance(6_000);
    expect((await world.inject('good')).context).toMatchObject({ allowedUrl: OTHER });
  });
});
