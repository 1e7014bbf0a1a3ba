/**
 * T249: a description that an older version sealed is judged again at each use.
 * Covers src/broker/apps/proved-custom.ts, src/broker/apps/list-providers.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listProviders } from '../../../src/broker/apps/list-providers.ts';
import { sealedApp } from '../../../src/broker/apps/seal-app.ts';
import { startConnect } from '../../../src/broker/connect/start-connect.ts';
import type { CustomProvider } from '../../../src/contract/custom-provider.ts';
import { Secret } from '../../../src/vault/secret.ts';
import { openCustomWorld } from '../custom-world.ts';
import { ADMIN, WORKSPACE, type World } from '../world.ts';
import { acme, CUSTOM, HOST, header, type Json, parameter, variable } from './acme.ts';
import { DISGUISED, RESERVED } from './hostile-parameters.ts';

describe('T249: a row that an older version sealed', () => {
  let world: World;
  const provider = 'custom~old';
  let uids = 0;
  beforeAll(async () => {
    world = await openCustomWorld({ ...acme, provider });
  });
  afterAll(() => world.close());
  const STORED: CustomProvider = {
    ...CUSTOM,
    issuer: `https://${HOST}`,
    issuerInResponse: false,
    clientAuthentication: 'client_secret_basic',
  };
  /** Seals what no rule has seen. */
  async function sealed({ values = {}, ...patch }: Json): Promise<void> {
    uids += 1;
    const { ports } = world;
    const key = { owner: WORKSPACE, provider, version: uids };
    const now = ports.clock.now();
    const custom = { ...STORED, ...patch } as CustomProvider;
    const variables = values as Record<string, string>;
    const app = { uid: `uid-${uids}`, provider, version: uids, clientId: 'client-1', variables, custom };
    const seal = await ports.vault.sealer();
    const set = sealedApp(seal, key, { ...app, createdAt: now, secretSetAt: now }, new Secret('secret'));
    await ports.apps.change(key, { expect: { uid: { absent: true } }, set, writeId: `w-${uids}` });
  }
  const start = () => {
    world.advance(60_000);
    return startConnect(world.ports, { caller: ADMIN, workspaceId: WORKSPACE, provider });
  };
  const isListed = async () =>
    (await listProviders(world.ports, WORKSPACE)).some(({ id }) => id === provider);

  it('with what every version takes is used', async () => {
    await sealed({});
    expect((await start()).authorizationUrl).toContain(`https://${HOST}/authorize`);
    expect(await isListed()).toBe(true);
  });

  it.each<[string, Json]>([
    ...RESERVED.map((name): [string, Json] => [`the parameter ${name}`, parameter(name)]),
    ...DISGUISED.map((name): [string, Json] => [`the parameter ${JSON.stringify(name)}`, parameter(name)]),
    ['a reserved header', header('Host')],
    ['a header with `_`', header('X_Token')],
    ['a header without the token', header('X-Token', 'x')],
    ['a separator of no list', { scopeSeparator: ';' }],
    ['a scope that its separator splits', { scopeSeparator: ',', scopes: ['a,b'] }],
    ['an account of a token', { account: { id: 'access_token' } }],
    ['an account of an e-mail address', { account: { id: 'email' } }],
    ['an account of a list', { account: { id: 'data.0.id' } }],
    ['a member of no version', { pkce: 'none' }],
    ['an endpoint of no https', { tokenEndpoint: `http://${HOST}/token` }],
    ['an endpoint of another port', { tokenEndpoint: `https://${HOST}:8443/token` }],
    [
      'an authorization endpoint of the catalogue',
      { authorizationEndpoint: 'https://accounts.google.com/a' },
    ],
    ['an API host of the catalogue', { apiHosts: ['api.github.com'] }],
    [
      'a value that leads to the catalogue',
      {
        tokenEndpoint: 'https://{host}/token',
        variables: { host: variable('host', 'app') },
        values: { host: 'oauth2.googleapis.com' },
      },
    ],
    [
      'a value with a path',
      {
        tokenEndpoint: 'https://{tenant}.acme.example/token',
        variables: { tenant: variable('label', 'app') },
        values: { tenant: 'evil.example/' },
      },
    ],
    [
      'a member’s variable in a host',
      {
        tokenEndpoint: 'https://{tenant}.acme.example/token',
        variables: { tenant: variable('label', 'connection') },
      },
    ],
  ])('with %s starts no consent, and is not listed', async (_title, patch) => {
    await sealed(patch);
    await expect(start()).rejects.toMatchObject({ code: 'custom_provider_refused' });
    expect(await isListed()).toBe(false);
    expect(world.requests).toEqual([]);
  });
});
