/**
 * T143 T245: whatever a redirect brings or a provider answers, tokens and secrets stay within the domain of the provider.
 * Covers src/oauth/resolve-facts.ts, src/providers/docusign.ts, src/providers/gong.ts, src/providers/mailchimp.ts, src/providers/salesforce.ts,
 * src/providers/salesforce-mcp.ts, src/providers/stripe.ts, src/providers/zoho.ts.
 */
import { describe, expect, it } from 'vitest';
import { BadVariable, resolveFacts, storedValues, variableValues } from '../../../src/oauth/resolve-facts.ts';
import { docusign } from '../../../src/providers/docusign.ts';
import { gong } from '../../../src/providers/gong.ts';
import { mailchimp } from '../../../src/providers/mailchimp.ts';
import { salesforce } from '../../../src/providers/salesforce.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { zoho } from '../../../src/providers/zoho.ts';
import { HOSTILE, notOriginsOf } from './hostile-hosts.ts';

describe('a Salesforce instance URL', () => {
  const facts = (url: unknown) => salesforce.oauth.connectionFacts?.({ instance_url: url });

  it('gives its host', () => {
    expect(facts('https://Acme--UAT.sandbox.my.salesforce.com')).toMatchObject({
      instanceHost: 'acme--uat.sandbox.my.salesforce.com',
    });
    expect(facts('https://na1.salesforce.com/')).toEqual({ instanceHost: 'na1.salesforce.com' });
  });

  it.each([
    ['https://acme.my.salesforce.com', 'd/acme/'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'd/acme--uat/sandbox/'],
    ['https://acme-dev-ed.develop.my.salesforce.com/', 'd/acme-dev-ed/develop/'],
    ['https://na1.salesforce.com', undefined],
    ['https://a.b.c.salesforce.com', undefined],
  ])('%s says which org its MCP servers belong to', (url, org) => {
    expect(facts(url)?.mcpOrg).toBe(org);
    const pattern = new RegExp(salesforce.oauth.connectionFactPatterns?.mcpOrg ?? '');
    if (org !== undefined) expect(org).toMatch(pattern);
    for (const other of ['', '/', 'd//', 'd/../', 'd/a?/', 'd/a/b/c/', 'd/a#', 'd/a', 'evil/', 'd/a/\n'])
      expect(other).not.toMatch(pattern);
  });

  it.each(notOriginsOf('acme.my.salesforce.com', 'salesforce.com'))('is refused: %j', (url) => {
    expect(facts(url)).toBeUndefined();
  });
});

describe('a host of a Docusign account (T247)', () => {
  const accountId = 'a4ec37d6-1111-4222-8333-143885c220e1';
  const other = {
    account_id: accountId.replace('a4', 'b5'),
    account_name: 'O',
    base_uri: 'https://eu.docusign.net',
  };
  const tenantsWith = (entry: object) =>
    docusign.oauth.tenants?.read({
      accounts: [
        { account_id: accountId, account_name: 'Acme', base_uri: 'https://na3.docusign.net', ...entry },
        other,
      ],
    });

  it('is one label below docusign.net', () => {
    const hosts = (uri: string) => tenantsWith({ base_uri: uri })?.map(({ facts }) => facts.baseHost);
    expect(hosts('https://NA3.docusign.net/')).toEqual(['na3.docusign.net', 'eu.docusign.net']);
    expect(hosts('https://demo.docusign.net')).toEqual(['demo.docusign.net', 'eu.docusign.net']);
  });

  it.each([
    ...notOriginsOf('na3.docusign.net', 'docusign.net'),
    'https://www.docusign.mil',
    'https://a.b.docusign.net',
  ])('leaves the account out: %j', (base_uri) => {
    expect(tenantsWith({ base_uri })?.map(({ label }) => label)).toEqual(['O']);
  });

  it.each([null, 7, '', '../evil', `${accountId}/x`, `${accountId}\n`])(
    'leaves out the id %j',
    (account_id) => {
      expect(tenantsWith({ account_id })?.map(({ label }) => label)).toEqual(['O']);
    },
  );
});

describe('a Mailchimp data center', () => {
  const tenants = (dc: unknown) =>
    mailchimp.oauth.tenants?.read({ user_id: 15672143, dc, accountname: 'Acme' });

  it('is one label of the API’s host', () => {
    expect(tenants('us6')).toEqual([{ facts: { userId: '15672143', dc: 'us6' }, label: 'Acme' }]);
  });

  it.each([...HOSTILE, '127.0.0.1', 'us6.evil.example'])('makes the account unusable: %j', (dc) => {
    expect(tenants(dc)).toEqual([]);
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
    expect(() => variableValues(zoho, { app: { location: 'eu' }, connection: {} })).toThrow(BadVariable);
    const { authorizationEndpoint } = resolveFacts(
      zoho.oauth,
      variableValues(zoho, { app: { registeredIn: 'in' }, connection: {} }),
    );
    expect(authorizationEndpoint).toBe('https://accounts.zoho.in/oauth/v2/auth');
  });
});

describe('the host of a company at Gong', () => {
  const facts = (url: unknown) => gong.oauth.connectionFacts?.({ api_base_url_for_customer: url });

  it('is that of the answer, and stays where an answer has none', () => {
    expect(facts('https://company-17.api.gong.io')).toEqual({ gongHost: 'company-17.api.gong.io' });
    expect(facts('https://US-12345.api.gong.io/')).toEqual({ gongHost: 'us-12345.api.gong.io' });
    expect(facts(undefined)).toEqual({});
  });

  it.each([...notOriginsOf('company-17.api.gong.io', 'api.gong.io'), 'https://a.b.api.gong.io'])(
    'is not %j',
    (url) => {
      expect(facts(url)).toBeUndefined();
    },
  );
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
