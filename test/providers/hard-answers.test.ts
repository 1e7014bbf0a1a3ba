/**
 * What the definitions make of answers that no other provider gives: two lifetimes, implied scopes, errors in words,
 * tenants, a redirect with a proof.
 * Covers src/broker/connect/callback-facts.ts, src/providers/docusign.ts, src/providers/mailchimp.ts,
 * src/providers/quickbooks.ts, src/providers/shopify.ts, src/providers/xero.ts.
 */
import { describe, expect, it } from 'vitest';
import { isRedirectProved } from '../../src/broker/connect/callback-facts.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { storedValues } from '../../src/oauth/resolve-facts.ts';
import { docusign } from '../../src/providers/docusign.ts';
import { mailchimp } from '../../src/providers/mailchimp.ts';
import { quickbooks } from '../../src/providers/quickbooks.ts';
import { shopify } from '../../src/providers/shopify.ts';
import { xero } from '../../src/providers/xero.ts';
import { Secret } from '../../src/vault/secret.ts';

/** The body of a token answer, as the dialect makes it. */
const body = ({ oauth }: Provider, given: unknown, status = 200) =>
  oauth.dialect?.answer?.({ status, body: given })?.body;

const account = ({ oauth }: Provider, answer: unknown) =>
  oauth.account.kind === 'endpoint' ? oauth.account.read(answer) : undefined;

const tenants = ({ oauth }: Provider, answer: unknown) => oauth.tenants?.read(answer);

/** Answers of an account or tenant endpoint that say nothing. */
const EMPTY = [undefined, null, 7, 'text', {}, { data: null }, { data: { shop: null } }];

describe('a refresh token of QuickBooks', () => {
  const asked = quickbooks.oauth.dialect?.request?.({
    url: '',
    method: 'POST',
    headers: { accept: 'x' },
    body: '',
  });

  it('has two ends, for the later of which the request asks', () => {
    expect(asked?.headers).toEqual({ accept: 'x', 'x-include-refresh-token-hard-expires-in': 'true' });
  });

  it.each([
    [{ x_refresh_token_expires_in: 100, x_refresh_token_hard_expires_in: 900 }, 100],
    [{ x_refresh_token_expires_in: 100, x_refresh_token_hard_expires_in: 9 }, 9],
    [{ x_refresh_token_expires_in: '100' }, 100],
    [{ x_refresh_token_hard_expires_in: 9 }, 9],
    [{ x_refresh_token_expires_in: 100, x_refresh_token_hard_expires_in: 0 }, 100],
    [{ x_refresh_token_expires_in: 'soon', x_refresh_token_hard_expires_in: null }, undefined],
    [{}, undefined],
  ])('ends with the one that comes first: %j', (given, refresh_token_expires_in) => {
    expect(body(quickbooks, given)).toEqual({ ...given, refresh_token_expires_in });
  });

  it('is for one company, whose id is digits', () => {
    const stored = (realmId: string) => storedValues(quickbooks, { environment: 'sandbox', realmId });
    expect(stored('9341453474484455')).toMatchObject({ realmId: '9341453474484455' });
    for (const wrong of ['', '12/../34', '12?x', '-1', '12\n', '١٢', '1'.repeat(21)])
      expect(() => stored(wrong)).toThrow();
  });
});

describe('a redirect of Shopify', () => {
  const start = 1337178173;
  const signed = `code=0907a61c0c8d55e99db179b68161bc00&shop=some-shop.myshopify.com&timestamp=${start}`;
  const isProved = (query: string, seconds = 0) => {
    const { callbackProof: proof } = shopify.oauth;
    const input = { query: new Secret(query), secret: new Secret('hush'), now: (start + seconds) * 1000 };
    return proof !== undefined && isRedirectProved(proof, input);
  };

  it('is proved as in the example of its documentation, for five minutes', () => {
    const hmac = '4712bf92ffc2917d15a2f5a273e39f0116667419aa4b6ac0b3baaf26fa3c4d20';
    const query = signed.replace('&shop', `&hmac=${hmac}&shop`);
    expect([isProved(query), isProved(query, 299), isProved(query, 301)]).toEqual([true, true, false]);
    expect(isProved(query.replace('some-shop', 'evil-shop'))).toBe(false);
    expect(isProved(signed)).toBe(false);
  });
});

describe('an answer of Shopify', () => {
  it('with a scope that writes has the one that reads', () => {
    const scope = 'write_products, read_orders,write_orders';
    expect(body(shopify, { scope })).toEqual({
      scope: 'write_products,read_orders,write_orders,read_products',
    });
    expect(body(shopify, { scope: 'read_products' })).toEqual({ scope: 'read_products' });
  });

  it.each([
    'This request requires an active refresh_token',
    'The authorization code was not found or was already used',
  ])('ends the grant: %s', (error_description) => {
    const given = { error: 'invalid_request', error_description };
    expect(body(shopify, given, 400)).toMatchObject({ error: 'invalid_grant' });
  });

  it('ends no grant for any other fault of the request', () => {
    for (const error of ['invalid_request', 'invalid_client', 'server_error'])
      expect(body(shopify, { error, error_description: 'Missing parameter' }, 400)).toMatchObject({ error });
    const given = { error: 'server_error', error_description: 'no active refresh_token' };
    expect(body(shopify, given, 500)).toEqual(given);
  });

  it('names the store by its id, with its name or its address', () => {
    const shop = { id: 'gid://shopify/Shop/1', name: 'Acme', myshopifyDomain: 'acme.myshopify.com' };
    expect(account(shopify, { data: { shop } })).toEqual({ id: shop.id, label: 'Acme' });
    expect(account(shopify, { data: { shop: { ...shop, name: '' } } })?.label).toBe(shop.myshopifyDomain);
  });
});

describe('the organisations of Xero', () => {
  const tenantId = 'fe79f7dd-b6d4-4a92-ba7b-538af6289c58';

  it('are entries with an id of their own form', () => {
    const wrong = [null, 7, {}, { tenantId: 7 }, { tenantId: `${tenantId}\r\nX: 1` }, { tenantId: '../1' }];
    expect(tenants(xero, [...wrong, { tenantId, tenantName: 'Acme' }, { tenantId }])).toEqual([
      { facts: { tenantId }, label: 'Acme' },
      { facts: { tenantId }, label: tenantId },
    ]);
  });

  it('are none for a person who took all away', () => {
    expect(tenants(xero, [])).toEqual([]);
  });
});

describe('the metadata of Mailchimp', () => {
  const dead = (answer: unknown) =>
    mailchimp.oauth.account.kind === 'endpoint' && mailchimp.oauth.account.dead?.(answer);
  const login = { login_id: 15672987, login_email: 'ann@acme.example' };

  it('tells a dead token by a word, with status 200', () => {
    expect(dead({ error: 'invalid_token' })).toBe(true);
    for (const other of [...EMPTY, { error: 'slow_down' }, { login }]) expect(dead(other)).toBe(false);
  });

  it('names the account of the login, as no other login and no other account', () => {
    const read = (user_id: unknown, login_id: unknown) =>
      account(mailchimp, { user_id, accountname: 'Acme', login: { ...login, login_id } });
    expect(read(1, 23)).toEqual({ id: '1/23', label: 'ann@acme.example, Acme' });
    expect(read(12, 3)?.id).toBe('12/3');
    for (const wrong of [undefined, '1', 1.5, null]) {
      expect(read(wrong, 1)).toBeUndefined();
      expect(read(1, wrong)).toBeUndefined();
    }
  });
});

describe.each([quickbooks, shopify, xero, mailchimp, docusign])('$name', (provider) => {
  it.each(EMPTY)('takes no account and no tenants from %j', (answer) => {
    expect(account(provider, answer)).toBeUndefined();
    expect(tenants(provider, answer)).toBeUndefined();
  });
});
