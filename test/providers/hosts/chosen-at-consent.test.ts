/**
 * T143: whatever a person chooses at a consent, tokens and secrets stay within the domain of the provider.
 * Covers src/broker/servers/allowed-hosts.ts, src/oauth/resolve-facts.ts, src/providers/intercom.ts, src/providers/salesforce.ts, src/providers/shopify.ts, src/providers/zendesk.ts.
 */
import { describe, expect, it } from 'vitest';
import { allowedHosts } from '../../../src/broker/servers/allowed-hosts.ts';
import { BadVariable, fill, resolveFacts, variableValues } from '../../../src/oauth/resolve-facts.ts';
import { intercom } from '../../../src/providers/intercom.ts';
import { salesforce } from '../../../src/providers/salesforce.ts';
import { shopify } from '../../../src/providers/shopify.ts';
import { zendesk } from '../../../src/providers/zendesk.ts';
import { HOSTILE } from './hostile-hosts.ts';

describe('a Zendesk subdomain', () => {
  const chosen = (subdomain: string) => variableValues(zendesk, { app: {}, connection: { subdomain } });

  it('is one label below zendesk.com', () => {
    const { tokenEndpoint } = resolveFacts(zendesk.oauth, chosen('acme-2'));
    expect(new URL(tokenEndpoint).host).toBe('acme-2.zendesk.com');
  });

  it.each([...HOSTILE, '127.0.0.1', 'acme.zendesk.com', 'evil.example'])('is refused: %j', (value) => {
    expect(() => chosen(value)).toThrow(BadVariable);
  });

  it('must be given', () => {
    expect(() => variableValues(zendesk, { app: {}, connection: {} })).toThrow(BadVariable);
  });
});

describe('a Salesforce login host', () => {
  const chosen = (loginHost: string) => variableValues(salesforce, { app: {}, connection: { loginHost } });

  it.each([
    'login.salesforce.com',
    'test.salesforce.com',
    'acme.my.salesforce.com',
    'acme--uat.sandbox.my.salesforce.com',
  ])('may be %s', (value) => {
    expect(chosen(value)).toEqual({ loginHost: value });
  });

  it.each([
    ...HOSTILE,
    '127.0.0.1',
    'evil.example',
    'login.salesforce.com.evil.example',
    'evilsalesforce.com',
    'evil.example/.my.salesforce.com',
    'my.salesforce.com',
    'a.b.c.my.salesforce.com',
    'acme.lightning.force.com',
  ])('is refused: %j', (value) => {
    expect(() => chosen(value)).toThrow(BadVariable);
  });
});

describe('a Shopify store', () => {
  const chosen = (shop: string) => variableValues(shopify, { app: {}, connection: { shop } });

  it('is one label below myshopify.com, wherever a token or a secret goes', () => {
    const { tokenEndpoint, account, revocation } = resolveFacts(shopify.oauth, chosen('acme-2'));
    const host = 'acme-2.myshopify.com';
    expect(new URL(tokenEndpoint).host).toBe(host);
    expect(account).toMatchObject({ endpoint: expect.stringMatching(`^https://${host}/`) });
    expect(revocation).toMatchObject({ host });
    expect(shopify.api.hosts.map((each) => fill(each, chosen('acme-2')))).toEqual([host]);
  });

  it.each([...HOSTILE, '127.0.0.1', 'acme.myshopify.com', 'evil.example'])('is refused: %j', (value) => {
    expect(() => chosen(value)).toThrow(BadVariable);
  });

  it('must be given, and the app does not decide it', () => {
    expect(() => variableValues(shopify, { app: {}, connection: {} })).toThrow(BadVariable);
    expect(shopify.variables?.shop?.of).toBe('connection');
  });
});

describe('an Intercom region', () => {
  const chosen = (connection: Record<string, string>) => variableValues(intercom, { app: {}, connection });

  it('stands for its hosts', () => {
    expect(chosen({})).toMatchObject({
      region: 'us',
      appHost: 'app.intercom.com',
      apiHost: 'api.intercom.io',
    });
    const { authorizationEndpoint, tokenEndpoint } = resolveFacts(intercom.oauth, chosen({ region: 'au' }));
    expect(authorizationEndpoint).toBe('https://app.au.intercom.com/oauth');
    expect(tokenEndpoint).toBe('https://api.au.intercom.io/auth/eagle/token');
  });

  it('is the only thing that is chosen: its hosts are not', () => {
    expect(() => chosen({ apiHost: 'evil.example' })).toThrow(BadVariable);
    const app = { apiHost: 'evil.example' };
    expect(() => variableValues(intercom, { app, connection: {} })).toThrow(BadVariable);
  });

  it.each([...HOSTILE, '127.0.0.1', 'uk', 'EU', 'eu.', 'constructor', '__proto__'])(
    'is refused: %j',
    (region) => {
      expect(() => chosen({ region })).toThrow(BadVariable);
    },
  );

  it('lets the token to its own MCP server alone', () => {
    const hosts = (region: string) =>
      intercom.servers.flatMap((server) => allowedHosts(server, { variables: chosen({ region }) } as never));
    expect(hosts('us')).toEqual(['mcp.intercom.com']);
    expect(hosts('eu')).toEqual(['mcp.eu.intercom.com']);
    expect(hosts('au')).toEqual([]);
  });
});
