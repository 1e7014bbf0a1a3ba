/**
 * T143 T245: whatever a customer sets, a redirect brings or a provider answers, tokens and secrets stay within the provider's own
 * domain.
 * Covers src/oauth/resolve-facts.ts, src/providers/gong.ts, src/providers/paypal.ts, src/providers/servicenow.ts,
 * src/providers/snowflake.ts, src/providers/stripe.ts, src/providers/zoho.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Provider } from '../../src/oauth/provider.ts';
import { BadVariable, resolveFacts, storedValues, variableValues } from '../../src/oauth/resolve-facts.ts';
import { gong } from '../../src/providers/gong.ts';
import { paypal } from '../../src/providers/paypal.ts';
import { servicenow } from '../../src/providers/servicenow.ts';
import { snowflake } from '../../src/providers/snowflake.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { zoho } from '../../src/providers/zoho.ts';

const HOSTILE = [
  '',
  'undefined.',
  'evil.example/',
  'evil.example#',
  'evil.example?',
  'evil.example\\',
  'user@evil.example',
  'evil.example:443',
  '[::1]',
  'a..b',
  '.a',
  'a.',
  '-a',
  'a-',
  'a_b',
  'ACME',
  'acme\n',
  'acme%2e',
  'аcme',
  'a'.repeat(64),
];

const ofApp = (provider: Provider, app: Record<string, string>) =>
  variableValues(provider, { app, connection: {} });
const tokenHost = ({ oauth }: Provider, values: Record<string, string>) =>
  new URL(resolveFacts(oauth, values).tokenEndpoint).host;

describe.each([
  [servicenow, 'instance', ['acme', 'dev-12345'], ['acme.evil.example', 'a.b']],
  [
    snowflake,
    'account',
    ['myorg-account123', 'xy12345', 'xy12345.us-east-2.aws', 'xy12345.us-east-2.aws.privatelink'],
    ['a.b.c.d.e'],
  ],
] as const)('the customer of $name', (provider, name, good, bad) => {
  it.each([...good])('may be %s, below the provider’s domain', (value) => {
    expect(tokenHost(provider, ofApp(provider, { [name]: value }))).toMatch(
      new RegExp(`^${value}\\.(?:service-now|snowflakecomputing)\\.com$`),
    );
  });

  it.each([...HOSTILE, ...bad])('is not %j', (value) => {
    expect(() => ofApp(provider, { [name]: value })).toThrow(BadVariable);
  });

  it('is set with an app, and neither chosen at a consent nor missing (T018)', () => {
    const connection = { [name]: good[0] };
    expect(() => variableValues(provider, { app: {}, connection })).toThrow(BadVariable);
    expect(() => ofApp(provider, {})).toThrow(BadVariable);
  });
});

describe('the environment of PayPal', () => {
  it('is the live one, or the sandbox of an own app', () => {
    expect(tokenHost(paypal, ofApp(paypal, {}))).toBe('api-m.paypal.com');
    expect(tokenHost(paypal, ofApp(paypal, { environment: 'sandbox' }))).toBe('api-m.sandbox.paypal.com');
    const connection = { environment: 'sandbox' };
    expect(() => variableValues(paypal, { app: {}, connection })).toThrow(BadVariable);
  });

  it.each([...HOSTILE, 'Sandbox', 'constructor'])('is not %j', (environment) => {
    expect(() => ofApp(paypal, { environment })).toThrow(BadVariable);
  });
});

describe('the data center of Zoho', () => {
  const at = (location: string) => storedValues(zoho, { location });

  it.each([
    ['us', 'accounts.zoho.com', 'www.zohoapis.com'],
    ['eu', 'accounts.zoho.eu', 'www.zohoapis.eu'],
    ['in', 'accounts.zoho.in', 'www.zohoapis.in'],
    ['au', 'accounts.zoho.com.au', 'www.zohoapis.com.au'],
    ['jp', 'accounts.zoho.jp', 'www.zohoapis.jp'],
    ['ca', 'accounts.zohocloud.ca', 'www.zohoapis.ca'],
    ['sa', 'accounts.zoho.sa', 'www.zohoapis.sa'],
    ['uk', 'accounts.zoho.uk', 'www.zohoapis.uk'],
    ['ae', 'accounts.zoho.ae', 'www.zohoapis.ae'],
    ['cn', 'accounts.zoho.com.cn', 'www.zohoapis.com.cn'],
  ])('%s stands for its hosts, whatever else the redirect says', (location, accountsHost, zohoApiHost) => {
    expect(at(location)).toMatchObject({ accountsHost, zohoApiHost, consentHost: 'accounts.zoho.com' });
    const { issuerPattern = '^$' } = zoho.oauth;
    expect(`https://${accountsHost}`).toMatch(new RegExp(issuerPattern));
  });

  it.each([
    ...HOSTILE,
    'EU',
    'com',
    'https://accounts.zoho.eu',
    'accounts.zoho.eu',
    'constructor',
    '__proto__',
  ])('is not %j', (location) => {
    expect(() => at(location)).toThrow(BadVariable);
  });

  it('is neither chosen at a consent, nor set with an app', () => {
    expect(() => variableValues(zoho, { app: {}, connection: { location: 'eu' } })).toThrow(BadVariable);
    expect(() => ofApp(zoho, { location: 'eu' })).toThrow(BadVariable);
    const { authorizationEndpoint } = resolveFacts(zoho.oauth, ofApp(zoho, { registeredIn: 'in' }));
    expect(authorizationEndpoint).toBe('https://accounts.zoho.in/oauth/v2/auth');
  });

  it.each(['https://accounts.zoho.com.evil.example', 'http://accounts.zoho.eu', 'https://accountsxzoho.eu'])(
    'an issuer is not %s',
    (issuer) => {
      expect(issuer).not.toMatch(new RegExp(zoho.oauth.issuerPattern ?? '.'));
    },
  );
});

describe('the host of a company at Gong', () => {
  const facts = (url: unknown) => gong.oauth.connectionFacts?.({ api_base_url_for_customer: url });

  it('is that of the answer, and stays where an answer has none', () => {
    expect(facts('https://company-17.api.gong.io')).toEqual({ gongHost: 'company-17.api.gong.io' });
    expect(facts('https://US-12345.api.gong.io/')).toEqual({ gongHost: 'us-12345.api.gong.io' });
    expect(facts(undefined)).toEqual({});
  });

  it.each([
    null,
    7,
    '',
    'http://company-17.api.gong.io',
    'https://evil.example',
    'https://api.gong.io',
    'https://company-17.api.gong.io.evil.example',
    'https://evilapi.gong.io',
    'https://a.b.api.gong.io',
    'https://user@company-17.api.gong.io',
    'https://evil.example/.api.gong.io',
    'https://evil.example#.api.gong.io',
    'https://company-17.api.gong.io:8443',
    'https://company-17.api.gong.io/v2',
    'https://company-17.api.gong.io\n',
  ])('is not %j', (url) => {
    expect(facts(url)).toBeUndefined();
  });
});

describe('the account of Stripe', () => {
  const facts = (account: unknown) => stripe.oauth.connectionFacts?.({ stripe_user_id: account });

  it('is that of the answer', () => {
    expect(facts('acct_1MTfjCQ9PRzxEwkZ')).toEqual({ stripeAccount: 'acct_1MTfjCQ9PRzxEwkZ' });
  });

  it.each([undefined, null, 7, '', 'acct_', 'cus_1', 'acct_1&client_id=ca_2', 'acct_1\n', ' acct_1'])(
    'is not %j',
    (account) => {
      expect(facts(account)).toBeUndefined();
    },
  );
});
