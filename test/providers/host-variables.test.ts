/**
 * T143: whatever is chosen or answered, a connection stays within the provider's own domain.
 * Covers src/broker/servers/allowed-hosts.ts, src/oauth/resolve-facts.ts, src/providers/gitlab.ts,
 * src/providers/intercom.ts, src/providers/microsoft.ts, src/providers/salesforce.ts,
 * src/providers/salesforce-mcp.ts, src/providers/zendesk.ts.
 */
import { describe, expect, it } from 'vitest';
import { allowedHosts } from '../../src/broker/servers/allowed-hosts.ts';
import { BadVariable, resolveFacts, variableValues } from '../../src/oauth/resolve-facts.ts';
import { gitlab } from '../../src/providers/gitlab.ts';
import { intercom } from '../../src/providers/intercom.ts';
import { microsoft } from '../../src/providers/microsoft.ts';
import { salesforce } from '../../src/providers/salesforce.ts';
import { zendesk } from '../../src/providers/zendesk.ts';

const HOSTILE = [
  '',
  'undefined.',
  'evil.example/',
  'evil.example#',
  'evil.example?',
  'evil.example\\',
  'user@evil.example',
  'evil.example:443',
  '127.0.0.1',
  '[::1]',
  'a..b',
  '-a',
  'a-',
  'a_b',
  'ACME',
  'acme\n',
  'acme%2e',
  'аcme',
  'a'.repeat(64),
];

describe('a Zendesk subdomain', () => {
  const chosen = (subdomain: string) => variableValues(zendesk, { app: {}, connection: { subdomain } });

  it('is one label below zendesk.com', () => {
    const { tokenEndpoint } = resolveFacts(zendesk.oauth, chosen('acme-2'));
    expect(new URL(tokenEndpoint).host).toBe('acme-2.zendesk.com');
  });

  it.each([...HOSTILE, 'acme.zendesk.com', 'evil.example'])('is refused: %j', (value) => {
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

  it.each([
    null,
    7,
    '',
    'http://acme.my.salesforce.com',
    'https://evil.example',
    'https://acme.my.salesforce.com.evil.example',
    'https://evilsalesforce.com',
    'https://salesforce.com',
    'https://user@acme.my.salesforce.com',
    'https://evil.example/.salesforce.com',
    'https://evil.example#.salesforce.com',
    'https://acme.my.salesforce.com:8443',
    'https://acme.my.salesforce.com/path',
    'https://acme.my.salesforce.com\n',
  ])('is refused: %j', (url) => {
    expect(facts(url)).toBeUndefined();
  });
});

describe('a GitLab host', () => {
  const ofApp = (host: string) => variableValues(gitlab, { app: { host }, connection: {} });

  it('is gitlab.com, or the one of the workspace’s own app', () => {
    expect(variableValues(gitlab, { app: {}, connection: {} })).toEqual({ host: 'gitlab.com' });
    expect(ofApp('git.acme.example')).toEqual({ host: 'git.acme.example' });
  });

  it('is never chosen at a consent (T018)', () => {
    const connection = { host: 'gitlab.com' };
    expect(() => variableValues(gitlab, { app: {}, connection })).toThrow(BadVariable);
  });

  it.each([...HOSTILE, 'localhost', '10.0.0.1', 'gitlab.example.1', 'gitlab.com.', 'gitlab.com/x'])(
    'is refused: %j',
    (value) => {
      expect(() => ofApp(value)).toThrow(BadVariable);
    },
  );
});

describe('a Microsoft tenant', () => {
  const ofApp = (tenant: string) => variableValues(microsoft, { app: { tenant }, connection: {} });

  it.each(['organizations', '72f988bf-86f1-41af-91ab-2d7cd011db47', 'contoso.onmicrosoft.com'])(
    'may be %s of an app, in the path alone',
    (tenant) => {
      const { tokenEndpoint } = resolveFacts(microsoft.oauth, ofApp(tenant));
      expect(tokenEndpoint).toBe(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`);
    },
  );

  it('is `common` for the platform’s app, and never chosen at a consent (T018)', () => {
    expect(variableValues(microsoft, { app: {}, connection: {} })).toEqual({ tenant: 'common' });
    const connection = { tenant: 'contoso.onmicrosoft.com' };
    expect(() => variableValues(microsoft, { app: {}, connection })).toThrow(BadVariable);
  });

  it.each([...HOSTILE, '..', '.', 'common/', 'a/../b.example', 'contoso.onmicrosoft.com/x'])(
    'is refused: %j',
    (value) => {
      expect(() => ofApp(value)).toThrow(BadVariable);
    },
  );
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

  it.each([...HOSTILE, 'uk', 'EU', 'eu.', 'constructor', '__proto__'])('is refused: %j', (region) => {
    expect(() => chosen({ region })).toThrow(BadVariable);
  });

  it('lets the token to its own MCP server alone', () => {
    const hosts = (region: string) =>
      intercom.servers.flatMap((server) => allowedHosts(server, { variables: chosen({ region }) } as never));
    expect(hosts('us')).toEqual(['mcp.intercom.com']);
    expect(hosts('eu')).toEqual(['mcp.eu.intercom.com']);
    expect(hosts('au')).toEqual([]);
  });
});
