/**
 * Addresses of examples: an error in prod, a warning in every other stage; and stages in a module of the operator's.
 * Covers lib/settings/example-settings.ts, lib/settings/faults/validate-stage.ts, lib/stages.ts.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exampleSettings } from '../../lib/settings/example-settings.ts';
import { STAGES, stagesOf } from '../../lib/stages.ts';
import { STAGES as FILLED_IN } from './filled-in-stages.ts';
import { DOMAIN, hosting } from './hosted-stage.ts';
import { faultsOf } from './stage-faults.ts';
import { PROXIED_SERVER, settingsOf } from './stage-template.ts';

const prod = settingsOf('prod');
const ofThisRepository = (name: string) => STAGES.find((stage) => stage.name === name) ?? expect.fail(name);

describe('example addresses', () => {
  it('in this repository’s prod are an error, each by the name of its setting', () => {
    expect(faultsOf(ofThisRepository('prod'))).toEqual(
      ['dashboardUrl', 'dashboardOrigins[0]', 'jwt.issuer'].map(
        (name) =>
          `${name} still has an example address; write your own, in lib/stages.ts or in a file of yours.`,
      ),
    );
  });

  it('in other stages are no error', () => {
    for (const name of ['dev', 'staging']) {
      expect(exampleSettings(ofThisRepository(name))).not.toEqual([]);
      expect(faultsOf(ofThisRepository(name))).toEqual([]);
    }
  });

  it.each([
    'id.example.com',
    'ID.EXAMPLE.NET',
    'example.org',
    'id.example.org.',
    'id.acme.example',
    'id.invalid',
    'id.acme.test',
  ])('are those of every reserved domain: %s', (host) => {
    expect(faultsOf({ ...prod, jwt: { ...prod.jwt, issuer: `https://${host}/` } })).toContainEqual(
      expect.stringContaining('jwt.issuer still has an example address'),
    );
  });

  it.each([
    ['domain.name', hosting({ domain: { ...DOMAIN, name: 'c.acme.test', hostedZone: undefined } })],
    [
      'domain.hostedZone.name',
      hosting({ domain: { ...DOMAIN, hostedZone: { id: 'Z1', name: 'acme.test' } } }),
    ],
    [
      'hostedDashboard.signInOrigins[0]',
      hosting({ hostedDashboard: { clientId: 'x', signInOrigins: ['https://a.example'] } }),
    ],
    ['apiOrigin', { ...prod, apiOrigin: 'https://api.example.com' }],
    ['runbookUrl', { ...prod, runbookUrl: 'https://wiki.example/runbook' }],
    ['budgetEmail', { ...prod, monthlyBudgetUsd: 9, budgetEmail: 'ops@example.com' }],
    ['servers[0].url', { ...prod, servers: [{ ...PROXIED_SERVER, url: 'https://mcp.crm.example/' }] }],
    [
      'servers[0].allowedHosts[1]',
      { ...prod, servers: [{ ...PROXIED_SERVER, allowedHosts: ['mcp.crm.internal', 'a.example:8443'] }] },
    ],
  ])('are found in every setting: %s', (name, settings) => {
    expect(exampleSettings(settings)).toEqual([name]);
  });

  it.each([
    ['notexample.com', 'https://notexample.com'],
    ['example.company', 'https://example.company'],
    ['a path', 'https://acme.internal/example.com'],
  ])('are not seen in %s', (_, issuer) => {
    expect(exampleSettings({ ...prod, jwt: { ...prod.jwt, issuer } })).toEqual([]);
  });

  it('are not seen in a tool that is named like one', () => {
    const tools = ['run.test'];
    expect(exampleSettings({ ...prod, servers: [{ ...PROXIED_SERVER, tools }] })).toEqual([]);
  });
});

describe('a module of the operator', () => {
  it('has the stages in the place of lib/stages.ts', async () => {
    const file = fileURLToPath(new URL('filled-in-stages.ts', import.meta.url));
    expect(await stagesOf(file)).toBe(FILLED_IN);
    expect(await stagesOf(undefined)).toBe(STAGES);
  });

  it('that does not exist, or exports no stages, is refused in one sentence', async () => {
    await expect(stagesOf('no/such/file.ts')).rejects.toThrow(
      /^There is no file \/.*no\/such\/file\.ts; -c stages= \(npm run deploy: --stages\)/,
    );
    await expect(stagesOf('lib/stage-error.ts')).rejects.toThrow(/exports no list STAGES/);
  });
});
