/**
 * T143: whatever an admin sets with an app, tokens and secrets stay within the domain of the provider, or at the host that the
 * secret of the app is for.
 * Covers src/broker/servers/allowed-hosts.ts, src/oauth/resolve-facts.ts, src/providers/docusign.ts, src/providers/gitlab.ts, src/providers/microsoft.ts, src/providers/paypal.ts,
 * src/providers/quickbooks.ts, src/providers/servicenow.ts, src/providers/snowflake.ts.
 */
import { describe, expect, it } from 'vitest';
import { allowedHosts } from '../../../src/broker/servers/allowed-hosts.ts';
import type { Provider } from '../../../src/oauth/provider.ts';
import { BadVariable, fill, resolveFacts, variableValues } from '../../../src/oauth/resolve-facts.ts';
import { docusign } from '../../../src/providers/docusign.ts';
import { gitlab } from '../../../src/providers/gitlab.ts';
import { microsoft } from '../../../src/providers/microsoft.ts';
import { paypal } from '../../../src/providers/paypal.ts';
import { quickbooks } from '../../../src/providers/quickbooks.ts';
import { servicenow } from '../../../src/providers/servicenow.ts';
import { snowflake } from '../../../src/providers/snowflake.ts';
import { HOSTILE } from './hostile-hosts.ts';

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

describe('the environment of an app', () => {
  const hostsOf = (provider: typeof docusign, environment?: string) => {
    const app: Record<string, string> = environment === undefined ? {} : { environment };
    const values = variableValues(provider, { app, connection: {} });
    const { account, tokenEndpoint } = resolveFacts(provider.oauth, values);
    const urls = [tokenEndpoint, account.kind === 'endpoint' ? account.endpoint : ''];
    return [...urls.map((url) => new URL(url).host), ...provider.api.hosts.map((host) => fill(host, values))];
  };
  const servers = (environment: string) => {
    const variables = variableValues(docusign, { app: { environment }, connection: {} });
    return docusign.servers.flatMap((server) => allowedHosts(server, { variables } as never));
  };

  it('gives the hosts of QuickBooks', () => {
    const production = [
      'oauth.platform.intuit.com',
      'accounts.platform.intuit.com',
      'quickbooks.api.intuit.com',
    ];
    expect(hostsOf(quickbooks)).toEqual(production);
    expect(hostsOf(quickbooks, 'production')).toEqual(production);
    expect(hostsOf(quickbooks, 'sandbox')).toEqual([
      'oauth.platform.intuit.com',
      'sandbox-accounts.platform.intuit.com',
      'sandbox-quickbooks.api.intuit.com',
    ]);
  });

  it('gives the hosts of Docusign, and of its MCP server', () => {
    expect(hostsOf(docusign)).toEqual(['account.docusign.com', 'account.docusign.com', '{baseHost}']);
    expect(hostsOf(docusign, 'demo')).toEqual([
      'account-d.docusign.com',
      'account-d.docusign.com',
      '{baseHost}',
    ]);
    expect([servers('production'), servers('demo')]).toEqual([['mcp.docusign.com'], ['mcp-d.docusign.com']]);
  });

  it.each([quickbooks, docusign])(
    'of $name is one of two, and never chosen at a consent (T018)',
    (provider) => {
      for (const value of [...HOSTILE, '127.0.0.1', 'Sandbox', 'constructor', '__proto__'])
        expect(() => hostsOf(provider, value)).toThrow(BadVariable);
      const connection = { environment: 'production' };
      expect(() => variableValues(provider, { app: {}, connection })).toThrow(BadVariable);
    },
  );
});

describe('a GitLab host', () => {
  const hosted = (host: string) => ofApp(gitlab, { host });

  it('is gitlab.com, or the one of the workspace’s own app', () => {
    expect(ofApp(gitlab, {})).toEqual({ host: 'gitlab.com' });
    expect(hosted('git.acme.example')).toEqual({ host: 'git.acme.example' });
  });

  it('is never chosen at a consent (T018)', () => {
    const connection = { host: 'gitlab.com' };
    expect(() => variableValues(gitlab, { app: {}, connection })).toThrow(BadVariable);
  });

  it.each([
    ...HOSTILE,
    '127.0.0.1',
    'localhost',
    '10.0.0.1',
    'gitlab.example.1',
    'gitlab.com.',
    'gitlab.com/x',
  ])('is refused: %j', (value) => {
    expect(() => hosted(value)).toThrow(BadVariable);
  });
});

describe('a Microsoft tenant', () => {
  const at = (tenant: string) => ofApp(microsoft, { tenant });

  it.each(['organizations', '72f988bf-86f1-41af-91ab-2d7cd011db47', 'contoso.onmicrosoft.com'])(
    'may be %s of an app, in the path alone',
    (tenant) => {
      const { tokenEndpoint } = resolveFacts(microsoft.oauth, at(tenant));
      expect(tokenEndpoint).toBe(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`);
    },
  );

  it('is `common` for the platform’s app, and never chosen at a consent (T018)', () => {
    expect(ofApp(microsoft, {})).toEqual({ tenant: 'common' });
    const connection = { tenant: 'contoso.onmicrosoft.com' };
    expect(() => variableValues(microsoft, { app: {}, connection })).toThrow(BadVariable);
  });

  it.each([...HOSTILE, '127.0.0.1', '..', '.', 'common/', 'a/../b.example', 'contoso.onmicrosoft.com/x'])(
    'is refused: %j',
    (value) => {
      expect(() => at(value)).toThrow(BadVariable);
    },
  );
});
