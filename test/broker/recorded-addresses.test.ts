/**
 * The addresses that the activity and the events have of a registration: no credentials, no query, and a bounded number.
 * Covers src/broker/activity/addresses.ts.
 */
import { describe, expect, it } from 'vitest';
import { appAddresses, hostsIn, serverAddresses } from '../../src/broker/activity/addresses.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';

describe('addresses', () => {
  it.each([
    ['https://user:leak@crm.example/mcp', ['https://crm.example/mcp']],
    ['https://crm.example/mcp?token=leak#leak', ['https://crm.example/mcp']],
    ['HTTPS://CRM.example:8443/mcp', ['https://crm.example:8443/mcp']],
    ['https://{subdomain}.crm.example/mcp', ['https://{subdomain}.crm.example/mcp']],
    ['https://leak@{subdomain}.crm.example/mcp', ['https://{subdomain}.crm.example/mcp']],
    ['https://{subdomain}.crm.example/mcp?x=leak', ['https://{subdomain}.crm.example/mcp']],
    ['{customHosts}', ['{customHosts}']],
    ['javascript:leak', []],
    ['leak leak', []],
    [7, []],
    [undefined, []],
  ])('of the URL %j are %j', (url, expected) => {
    expect(serverAddresses({ url: url as string, allowedHosts: [] })).toEqual(expected);
  });

  it('are bounded, whatever a row holds', () => {
    const hosts = Array.from({ length: 100 }, (_, number) => `h${number}.example`);
    const long = `https://${'a'.repeat(60)}.example/${'p'.repeat(5_000)}`;
    const found = serverAddresses({ url: long, allowedHosts: hosts });
    expect(found).toHaveLength(25);
    expect(Math.max(...found.map(({ length }) => length))).toBe(300);
    expect(hostsIn(found)[0]).toBe(`${'a'.repeat(60)}.example`);
    expect(serverAddresses({ allowedHosts: 'h.example' as never })).toEqual([]);
    expect(serverAddresses({ allowedHosts: [{ a: 1 }, null, 'h.example'] as never })).toEqual(['h.example']);
  });

  it('of an app have the values of its variables, and are none for a provider that nobody knows', () => {
    const gitlab = appAddresses(CATALOGUE, { provider: 'gitlab', variables: { host: 'git.acme.example' } });
    expect(hostsIn(gitlab)).toContain('git.acme.example');
    expect(appAddresses(CATALOGUE, { provider: 'custom~gone' })).toEqual([]);
  });
});
