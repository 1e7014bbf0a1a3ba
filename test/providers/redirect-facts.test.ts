/**
 * What a redirect says beside code and state: keys of fixed tables, labels, a repeated choice, and a provider's own proof.
 * Covers src/broker/connect/callback-facts.ts, src/broker/connect/prepare-consent.ts, src/broker/connect/complete-with-code.ts.
 */
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { accountEndpoint } from '../../local/scripted-providers/account-endpoint.ts';
import { quickbooks } from '../../local/scripted-providers/providers/quickbooks.ts';
import { shopify } from '../../local/scripted-providers/providers/shopify.ts';
import { zoho } from '../../local/scripted-providers/providers/zoho.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { complete, consent } from './consenting.ts';
import { CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

async function open(scripted: ScriptedProvider): Promise<World> {
  world = await openWorld(scripted);
  await putVerifiedApp(world.ports, { provider: scripted.provider, clientId: CLIENT.clientId });
  return world;
}

const REFUSED = { code: 'authorization_response_mismatch' };
const changed = (query: string, change: (parameters: URLSearchParams) => void) => {
  const parameters = new URLSearchParams(query);
  change(parameters);
  return `${parameters}`;
};

/** Nothing was sent: neither the code, nor the client secret, to nobody. */
const nothingSent = () => expect([world.requests, world.violations]).toEqual([[], []]);

describe('T245: Zoho’s location', () => {
  it.each([
    '../evil',
    'evil.example',
    'https://evil.example',
    'US',
    'us.evil',
    'us ',
    '__proto__',
    'constructor',
    '',
  ])('%j is no key of the table', async (location) => {
    await open(zoho);
    const given = await consent(world);
    const query = changed(given.query, (parameters) => parameters.set('location', location));
    await expect(complete(world, { ...given, query })).rejects.toMatchObject(REFUSED);
    nothingSent();
  });

  it('twice is refused by form, and the session stays for the honest redirect', async () => {
    await open(zoho);
    const given = await consent(world);
    const query = `${given.query}&location=eu`;
    await expect(complete(world, { ...given, query })).rejects.toMatchObject({ code: 'invalid_request' });
    nothingSent();
    expect(await complete(world, given)).toMatchObject({ status: 'active' });
  });

  it('a server that the redirect names is never used', async () => {
    await open(zoho);
    const given = await consent(world);
    const query = changed(given.query, (parameters) =>
      parameters.set('accounts-server', 'https://evil.example'),
    );
    expect(await complete(world, { ...given, query })).toMatchObject({ status: 'active' });
    expect(world.requests.filter((request) => request.includes('evil'))).toEqual([]);
  });
});

describe('T245: the company of QuickBooks', () => {
  it.each(['', 'abc', '12/34', '1?x=1', '12.5', '１２', `${'9'.repeat(40)}`, '1\n'])(
    '%j is no company',
    async (realmId) => {
      await open(quickbooks);
      const given = await consent(world);
      const query = changed(given.query, (parameters) => parameters.set('realmId', realmId));
      await expect(complete(world, { ...given, query })).rejects.toMatchObject(REFUSED);
      nothingSent();
    },
  );

  it('a code that came with a wrong one is sent with the right one neither', async () => {
    await open(quickbooks);
    const given = await consent(world);
    const query = changed(given.query, (parameters) => parameters.delete('realmId'));
    await expect(complete(world, { ...given, query })).rejects.toMatchObject(REFUSED);
    await expect(complete(world, given)).rejects.toMatchObject(REFUSED);
    nothingSent();
    expect(await complete(world, await consent(world))).toMatchObject({ status: 'active' });
  });

  it('T248: another company of the same person is another account', async () => {
    await open(quickbooks);
    expect(await complete(world, await consent(world))).toMatchObject({ status: 'active' });
    const given = await consent(world);
    const query = changed(given.query, (parameters) => parameters.set('realmId', '1111111111'));
    await expect(complete(world, { ...given, query })).rejects.toMatchObject({ code: 'account_mismatch' });
  });

  it('has the grant: a disconnect of one person leaves it to another one in the company', async () => {
    let person = 1;
    const answer: NonNullable<ScriptedProvider['endpoints']>[string] = (request, session) =>
      accountEndpoint({ account: { sub: `person-${person}` }, refused: { status: 401, body: '' } })(
        request,
        session,
      );
    const userinfo = 'GET accounts.platform.intuit.com/v1/openid_connect/userinfo';
    await open({ ...quickbooks, endpoints: { ...quickbooks.endpoints, [userinfo]: answer } });
    await complete(world, await consent(world));
    person = 2;
    await complete(world, await consent(world, { label: 'two' }));
    const end = (connectionId: string) =>
      endConnection(world.ports, { key: { workspaceId: WORKSPACE, connectionId }, actor: 'ada' });
    expect((await end('quickbooks')).revocation.outcome).toBe('left_shared_grant');
    expect(world.running.isGranted()).toBe(true);
    expect((await end('quickbooks~two')).revocation.outcome).toBe('revoked');
  });

  it('has a grant of its own, also where one person connects two', async () => {
    await open(quickbooks);
    const first = await complete(world, await consent(world));
    const given = await consent(world, { label: 'two' });
    const query = changed(given.query, (parameters) => parameters.set('realmId', '1111111111'));
    expect((await complete(world, { ...given, query })).accountKey).not.toBe(first.accountKey);
  });

  it('cannot be chosen at the start', async () => {
    await open(quickbooks);
    await expect(consent(world, { variables: { realmId: '12' } })).rejects.toMatchObject({
      code: 'invalid_variable',
    });
  });
});

describe('T245: the store of Shopify', () => {
  it.each([
    'evil.example',
    'globex.myshopify.com',
    'acme.myshopify.com.evil.example',
    'ACME.myshopify.com',
    '',
  ])('is the one of the start, and not %j', async (shop) => {
    await open(shopify);
    const given = await consent(world);
    // With a good proof over it: the client secret may be known to a former colleague.
    await expect(complete(world, { ...given, query: proved(given.query, { shop }) })).rejects.toMatchObject(
      REFUSED,
    );
    nothingSent();
  });
});

function proved(
  query: string,
  change: Record<string, string>,
  { secret = CLIENT.clientSecret, sort = true, encoding = (hex: string) => hex } = {},
): string {
  const parameters = new URLSearchParams(query);
  parameters.delete('hmac');
  for (const [name, value] of Object.entries(change)) parameters.set(name, value);
  if (sort) parameters.sort();
  else parameters.append('code', parameters.get('code') ?? '');
  const text = `${parameters}`;
  const hmac = createHmac('sha256', secret).update(text).digest('hex');
  return changed(text, (all) => {
    all.set('hmac', encoding(hmac));
    if (sort) all.sort();
  });
}

describe('T246: the HMAC of Shopify', () => {
  const seconds = (offset: number) => `${Math.floor(world.now() / 1000) + offset}`;
  const reversed = (query: string) => query.split('&').reverse().join('&');

  it.each<[string, (query: string) => string]>([
    ['missing', (query) => changed(query, (parameters) => parameters.delete('hmac'))],
    ['empty', (query) => changed(query, (parameters) => parameters.set('hmac', ''))],
    ['in upper case', (query) => proved(query, {}, { encoding: (hex) => hex.toUpperCase() })],
    ['with one digit less', (query) => proved(query, {}, { encoding: (hex) => hex.slice(1) })],
    ['of another app’s secret', (query) => proved(query, {}, { secret: 'other' })],
    ['over other values', (query) => changed(query, (parameters) => parameters.set('host', 'x'))],
    ['over parameters in another order', reversed],
    [
      'computed over parameters in another order',
      (query) => {
        const others = reversed(query)
          .split('&')
          .filter((pair) => !pair.startsWith('hmac='));
        const hmac = createHmac('sha256', CLIENT.clientSecret).update(others.join('&')).digest('hex');
        return [...others, `hmac=${hmac}`].join('&');
      },
    ],
    ['beside an old time', (query) => proved(query, { timestamp: seconds(-3_600) })],
    ['beside a time to come', (query) => proved(query, { timestamp: seconds(600) })],
    ['beside no time', (query) => proved(query, { timestamp: '' })],
    ['beside a time that is no number', (query) => proved(query, { timestamp: '1e10' })],
  ])('%s: nothing is sent, and the code is destroyed', async (_what, tampered) => {
    await open(shopify);
    const given = await consent(world);
    await expect(complete(world, { ...given, query: tampered(given.query) })).rejects.toMatchObject(REFUSED);
    await expect(complete(world, given)).rejects.toMatchObject(REFUSED);
    nothingSent();
  });

  it('over doubled parameters is refused by form', async () => {
    await open(shopify);
    const given = await consent(world);
    const query = proved(given.query, {}, { sort: false });
    await expect(complete(world, { ...given, query })).rejects.toMatchObject({ code: 'invalid_request' });
    nothingSent();
  });

  it('of the provider is taken', async () => {
    await open(shopify);
    expect(await complete(world, await consent(world))).toMatchObject({ status: 'active' });
    // The one that this file makes is the provider's own, so that what is refused above is refused for its one change.
    const given = await consent(world);
    expect(proved(given.query, {})).toBe(given.query);
  });
});
