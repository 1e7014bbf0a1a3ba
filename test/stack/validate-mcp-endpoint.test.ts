/**
 * What a stage may set for the address of MCP clients.
 * Covers lib/settings/faults/validate-mcp-endpoint.ts, lib/settings/mcp-endpoint-settings.ts, lib/settings/example-settings.ts.
 */
import { describe, expect, it } from 'vitest';
import { exampleSettings } from '../../lib/settings/example-settings.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { hosting, pooled } from './hosted-stage.ts';
import { faultsOf } from './stage-faults.ts';
import { settingsOf } from './stage-template.ts';

const prod = settingsOf('prod');
const faults = (mcpEndpoint: StageSettings['mcpEndpoint'], more: Partial<StageSettings> = {}) =>
  faultsOf({ ...prod, ...more, mcpEndpoint });
const UNFIT =
  'mcpEndpoint.audience must be an aud of tokens, not empty, without white space or /* at its end; leave it out for the address that is called.';
const shared = (setting: string) =>
  `mcpEndpoint.audience is ${setting} too, so the token of an MCP client would be good there; give the address an audience of its own.`;

describe('the address for MCP clients', () => {
  it.each<[string, StageSettings['mcpEndpoint']]>([
    ['nothing', {}],
    ['an audience', { audience: 'cccccccc-1111-2222-3333-444444444444' }],
    ['an audience below that of the API', { audience: `${prod.jwt.audience}/mcp` }],
    ['scopes', { scopes: ['openid', 'https://acme.internal/mcp/acme/access'] }],
    ['client ids', { clients: { vscode: 'dddddddd-1111-2222-3333-444444444444' } }],
  ])('may have %s', (_, mcpEndpoint) => {
    expect(faults(mcpEndpoint)).toEqual([]);
    expect(faults(mcpEndpoint, { injectorAudiences: ['gateway'] })).toEqual([]);
  });

  it('may come with a user pool: Cognito binds a token to the resource that the client names', () => {
    expect(faultsOf(pooled({ mcpEndpoint: {} }))).toEqual([]);
  });

  it.each(['', ' ', 'two words', 'https://acme.internal/mcp/*', 'tab\tin', 'ünïcode'])(
    'has no audience %j',
    (audience) => {
      expect(faults({ audience })).toEqual([UNFIT]);
    },
  );

  it('T225: has an audience that is good for nothing else', () => {
    expect(faults({ audience: prod.jwt.audience })).toEqual([shared('jwt.audience')]);
    const injectorAudiences = ['gateway', 'other'];
    expect(faults({ audience: 'other' }, { injectorAudiences })).toEqual([shared('injectorAudiences[1]')]);
    const stage = hosting({});
    const clientId = stage.hostedDashboard?.clientId ?? expect.fail('a dashboard has a client');
    const { jwt } = settingsOf('prod');
    expect(faultsOf({ ...stage, jwt, mcpEndpoint: { audience: clientId } })).toEqual([
      shared('hostedDashboard.clientId'),
    ]);
  });

  it('T225: leaves its own address to no other setting', () => {
    const address = 'https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/mcp';
    for (const other of [address, `${address}/acme`, `${address}/acme/notes`]) {
      const fault = (name: string) =>
        `${name} is ${other}, which can be the address for MCP clients; set another one, or set mcpEndpoint.audience.`;
      expect(faults({}, { injectorAudiences: [other] })).toEqual([fault('injectorAudiences[0]')]);
      expect(faults({}, { jwt: { ...prod.jwt, audience: other } })).toEqual([fault('jwt.audience')]);
      expect(faults({ audience: 'own' }, { injectorAudiences: [other] })).toEqual([]);
    }
    expect(faults({}, { injectorAudiences: [`${address}-other`] })).toEqual([]);
  });

  it('wants the caller’s token in every call', () => {
    const trusting = { ...settingsOf('dev'), mcpEndpoint: {} };
    expect(trusting.callerToken).toBe('trust-the-runtime-without-a-caller-token');
    expect(faultsOf(trusting)).toEqual([
      "mcpEndpoint needs callerToken to be 'required': each call acts for the person whose token the MCP client brings.",
    ]);
    expect(faultsOf({ ...trusting, callerToken: 'required' })).toEqual([]);
  });

  it.each(['', 'two words', 'a"quote', 'a\\backslash', 'ünïcode'])('asks for no scope %j', (scope) => {
    expect(faults({ scopes: ['openid', scope] })).toEqual([
      `mcpEndpoint.scopes has ${JSON.stringify(scope)}; write one scope an entry, without white space, quotes or backslashes.`,
    ]);
  });

  it('asks for no scope twice', () => {
    expect(faults({ scopes: ['openid', 'openid'] })).toEqual([
      'mcpEndpoint.scopes names a scope twice; keep it once.',
    ]);
  });

  it('may have names that look like addresses of examples, since nobody asks there', () => {
    const name = 'https://connections.example.com/mcp';
    const mcpEndpoint = { audience: name, scopes: [name], clients: { claude: name, 'claude-code': name } };
    expect(exampleSettings({ ...prod, mcpEndpoint })).toEqual([]);
  });
});
