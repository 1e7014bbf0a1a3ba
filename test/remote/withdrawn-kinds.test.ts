/**
 * What a registration outlives: a kind of client that the server withdraws, an endpoint that moves, a row that is not proved, and
 * a document of the whole host.
 * Covers src/broker/remote/remote-client.ts, src/broker/remote/forget-client.ts, src/broker/remote/registered-client.ts,
 * src/broker/tokens/account-key.ts.
 */
import { describe, expect, it } from 'vitest';
import { GOOD_ISSUER, HOUR, remoteWorld, URL_OF_GOOD } from './remote-world.ts';

const KEY = { owner: 'acme', provider: 'remote~good', version: 1 };

async function registered(more: Record<string, unknown> = {}) {
  const world = await remoteWorld();
  const good = world.good(more);
  await world.confirmed('good', URL_OF_GOOD);
  return { world, ...good };
}

describe('a client of a kind that the server takes no more', () => {
  it('is not carried over when an admin puts the server again', async () => {
    const { world, as } = await registered({ client_id_metadata_document_supported: true });
    expect((await world.server('good')).body.authorization.client).toBe('document');
    as.metadata.client_id_metadata_document_supported = false;
    as.metadata.token_endpoint_auth_methods_supported = ['client_secret_post'];
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    expect(body.authorization.client).toBe('dynamic');
    await world.connect('good', as);
  });

  it('is the same however often its document is lost', async () => {
    const { world, as } = await registered({ client_id_metadata_document_supported: true });
    const { apps, clock } = world.ports;
    await apps.change(KEY, { expect: {}, set: { lostAt: clock.now() }, writeId: 'lost' });
    await world.connect('good', as);
    expect((await apps.newest('acme', 'remote~good'))?.version).toBe(1);
  });
});

describe('an account at a server whose token endpoint moved', () => {
  it('is the same after an admin put the server again', async () => {
    const { world, as } = await registered({ userinfo_endpoint: `${GOOD_ISSUER}/userinfo` });
    world.net.at(`${GOOD_ISSUER}/userinfo`, { body: { sub: 'ada' } });
    await world.connect('good', as);
    world.net.at(`${GOOD_ISSUER}/token2`, (arrived) => as.token(arrived));
    as.metadata.token_endpoint = `${GOOD_ISSUER}/token2`;
    expect((await world.confirmed('good', URL_OF_GOOD)).status).toBe(200);
    expect((await world.connect('good', as)).status).toBe(200);
  });
});

describe('a registration answer that no row may hold', () => {
  it.each([{ client_secret_expires_at: 0.5 }, { client_secret_expires_at: 3_600 }])(
    'is no registration: %j',
    async (lie) => {
      const world = await remoteWorld();
      const { as } = world.good({ token_endpoint_auth_methods_supported: ['client_secret_post'] });
      as.registrationAnswer = lie;
      const put = await world.confirmed('good', URL_OF_GOOD);
      expect([put.status, put.body.code]).toEqual([424, 'registration_refused']);
      as.registrationAnswer = {};
      await world.confirmed('good', URL_OF_GOOD);
      await world.connect('good', as);
    },
  );
});

describe('a row of a client that is not proved', () => {
  it('T199: is deleted with the server, and nothing of it is sent', async () => {
    const { world, as } = await registered();
    const variables = { instance: '01900000-0000-7000-8000-000000000001' };
    await world.ports.apps.change(KEY, { expect: {}, set: { variables }, writeId: 'edit' });
    world.net.forget();
    const path = '/v1/workspaces/acme/mcp-servers/good';
    expect((await world.request('DELETE', path)).status).toBe(204);
    expect(await world.ports.apps.newest('acme', 'remote~good')).toBeUndefined();
    expect(as.at('/')).toEqual([]);
  });
});

describe('T187 T192: the document of the whole host, while the one of the path cannot be read', () => {
  it('ends no connection', async () => {
    const { world, as } = await registered();
    await world.connect('good', as);
    const root = 'https://mcp.good.example/.well-known/oauth-protected-resource';
    world.net.at(`${root}/mcp`, { status: 503, body: {} });
    const document = {
      resource: 'https://mcp.good.example/',
      authorization_servers: ['https://other.example'],
    };
    world.net.at(root, { body: document });
    expect((await world.start('good', { replaceAccount: true })).body.code).toBe('metadata_changed');
    expect((await world.connection('remote~good')).body.status).toBe('active');
  });
});

describe('T200: a registration that does not answer', () => {
  it('is not tried by members without end, and an admin can go on', async () => {
    const { world, as } = await registered({ token_endpoint_auth_methods_supported: ['client_secret_post'] });
    const { apps, clock } = world.ports;
    await apps.change(KEY, { expect: {}, set: { lostAt: clock.now() }, writeId: 'lost' });
    world.advance(2 * HOUR);
    world.net.at(`${GOOD_ISSUER}/register`, { status: 503, body: {} });
    world.net.forget();
    for (let time = 0; time < 30; time += 1) {
      const { body } = await world.start('good');
      expect(['provider_unreachable', 'too_many_requests']).toContain(body.code);
    }
    expect(as.at('/register').length).toBeLessThanOrEqual(2);
  });
});
