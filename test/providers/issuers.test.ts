/**
 * T015: `iss` of a redirect (RFC 9207), at providers with an issuer per tenant; and another issuer, which rings.
 * Covers src/broker/connect/judge-return.ts, src/oauth/resolve-facts.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { atlassian } from '../../local/scripted-providers/providers/atlassian.ts';
import { calendly } from '../../local/scripted-providers/providers/calendly.ts';
import { dropbox } from '../../local/scripted-providers/providers/dropbox.ts';
import { microsoft } from '../../local/scripted-providers/providers/microsoft.ts';
import { salesforce } from '../../local/scripted-providers/providers/salesforce.ts';
import { zendesk } from '../../local/scripted-providers/providers/zendesk.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { issuerPattern } from '../../src/oauth/resolve-facts.ts';
import { zendesk as zendeskFacts } from '../../src/providers/zendesk.ts';
import { Secret } from '../../src/vault/secret.ts';
import { ADMIN, CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** The whole consent of a provider that sends this `iss`; `by` completes it, with this secret. */
async function connected(
  scripted: ScriptedProvider,
  iss: string,
  { by = ADMIN, secret }: { by?: typeof ADMIN; secret?: string } = {},
) {
  const callback = { ...scripted.authorization.callback, iss };
  world = await openWorld({ ...scripted, authorization: { ...scripted.authorization, callback } });
  const { ports, running } = world;
  await putVerifiedApp(ports, { provider: scripted.provider, clientId: CLIENT.clientId });
  const { variables, scopes } = scripted;
  const start = { caller: ADMIN, workspaceId: WORKSPACE, provider: scripted.provider, variables, scopes };
  const started = await startConnect(ports, start);
  const url = new URL(running.authorize(new URL(started.authorizationUrl)));
  return completeConnect(ports, {
    caller: by,
    workspaceId: WORKSPACE,
    sessionId: started.id,
    completionSecret: secret === undefined ? started.completionSecret : new Secret(secret),
    provider: scripted.provider,
    owner: 'verified',
    query: new Secret(url.search.slice(1)),
  });
}
/** The lines that ring, as the log has them. */
const rung = () =>
  (world?.logged ?? []).map((line) => JSON.parse(line)).filter(({ event }) => event === 'issuer_refused');

describe('T015: an issuer per tenant', () => {
  it.each<[ScriptedProvider, string]>([
    [microsoft, `https://login.microsoftonline.com/${TENANT}/v2.0`],
    [salesforce, 'https://acme.my.salesforce.com'],
    [salesforce, 'https://acme--dev.sandbox.my.salesforce.com'],
    [salesforce, 'https://login.salesforce.com'],
    [atlassian, 'https://auth.atlassian.com'],
    [atlassian, 'https://auth.atlassian.com/VCeDsk8ZHncYF1g234fKtc4lNipbBhu3'],
    [calendly, 'https://calendly.com/'],
    [calendly, 'https://auth.calendly.com'],
  ])('is the provider’s own: %#', async (scripted, iss) => {
    const { connection } = await connected(scripted, iss);
    expect(connection.status).toBe('active');
    expect(rung()).toEqual([]);
  });

  it.each<[ScriptedProvider, string, string[]]>([
    [
      microsoft,
      `https://login.microsoftonline.com.evil.example/${TENANT}/v2.0`,
      ['login.microsoftonline.com.evil.example'],
    ],
    [microsoft, 'https://login.microsoftonline.com/common/v2.0?x', ['login.microsoftonline.com']],
    [salesforce, 'https://evil.example/acme.my.salesforce.com', ['evil.example']],
    [salesforce, 'http://acme.my.salesforce.com', ['acme.my.salesforce.com']],
    [salesforce, 'https://evilsalesforce.com', ['evilsalesforce.com']],
    [atlassian, 'https://auth.atlassian.com@evil.example', ['evil.example']],
    [atlassian, 'https://auth.atlassian.com/a/b', ['auth.atlassian.com']],
    [calendly, 'https://evilcalendly.com', ['evilcalendly.com']],
    [zendesk, 'https://other.zendesk.com', ['other.zendesk.com']],
    [dropbox, 'https://www.dropbox.com/', ['www.dropbox.com']],
    [dropbox, `https://token:${'secret'.repeat(9)}@host.example/path?code=secret#secret`, ['host.example']],
    [dropbox, 'https://[::1]/', []],
    [dropbox, 'no url, secret', []],
    [dropbox, `https://${'x'.repeat(300)}.example`, []],
  ])('of another is refused, and rings with its host alone: %#', async (scripted, iss, hosts) => {
    await expect(connected(scripted, iss)).rejects.toMatchObject({ code: 'authorization_response_mismatch' });
    expect(rung()).toEqual([
      { level: 'error', event: 'issuer_refused', workspaceId: WORKSPACE, provider: scripted.provider, hosts },
    ]);
    expect(world?.logged.join('')).not.toContain('secret');
    expect(world?.requests).toEqual([]);
  });

  it('is rung for nobody who is not the starter, with the secret of the start', async () => {
    const mallory = { ...ADMIN, subject: 'mallory' };
    for (const other of [{ by: mallory }, { secret: 'wrong' }]) {
      await expect(connected(dropbox, 'https://evil.example', other)).rejects.toThrow();
      expect(rung()).toEqual([]);
    }
  });
});

describe('T015: a variable in the pattern of an issuer', () => {
  const of = (subdomain: string) =>
    issuerPattern(
      { ...zendeskFacts.oauth, issuerPattern: '^https://{subdomain}[.]zendesk[.]com/.{1,3}$' },
      { subdomain },
    );

  it('stands for its own text alone, and a quantifier is none', () => {
    expect(of('acme')?.test('https://acme.zendesk.com/abc')).toBe(true);
    expect(of('acme')?.test('https://acme.zendesk.com/abcd')).toBe(false);
    for (const odd of ['.*', 'a|b', 'a]', '[a', '(a', 'a\\', '^', '$', 'a-z', '{1}']) {
      expect(of(odd)?.test(`https://${odd}.zendesk.com/a`), odd).toBe(true);
      expect(of(odd)?.test('https://a.zendesk.com/a'), odd).toBe(false);
    }
  });

  it('matches nothing where it has no value', () => {
    const pattern = issuerPattern({ ...zendeskFacts.oauth, issuerPattern: '^https://{subdomain}$' }, {});
    expect(pattern?.test('https://')).toBe(false);
    expect(pattern?.test('https://{subdomain}')).toBe(false);
  });
});
