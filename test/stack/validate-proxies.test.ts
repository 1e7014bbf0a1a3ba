/**
 * The MCP servers behind the REST API are checked.
 * Covers lib/settings/faults/validate-proxies.ts, lib/settings/faults/validate-stage.ts.
 */
import { describe, expect, it } from 'vitest';
import { validateStage } from '../../lib/settings/faults/validate-stage.ts';
import type { McpProxySettings } from '../../lib/settings/mcp-proxy-settings.ts';
import { StageError } from '../../lib/stage-error.ts';
import type { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import { PROXIED_SERVER, settingsOf, stageTemplate, withEverything } from './stage-template.ts';

const prod = settingsOf('prod');

/** The sentences about a stage with one proxied server, without the beginning that all of them share. */
function faultsOf(server: Partial<ServerRegistration>, proxy: Partial<McpProxySettings> = {}): string[] {
  const registration = { ...PROXIED_SERVER, ...server };
  const settings = {
    ...prod,
    servers: [registration],
    mcpProxies: [{ server: registration.id, ...proxy }],
  };
  try {
    validateStage(settings);
    return [];
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return error.message
      .split('\n')
      .map((line) => line.replace(/^Stage "prod": mcpProxies\[0\] (\(crm\) )?/, ''));
  }
}

describe('a server that can stand behind API Gateway', () => {
  it.each<[string, Partial<ServerRegistration>, Partial<McpProxySettings>]>([
    ['as it is', {}, {}],
    ['on a port', { url: 'https://mcp.crm.internal:8443/', allowedHosts: ['mcp.crm.internal:8443'] }, {}],
    [
      'with the spelling of its headers',
      {},
      { answerHeaders: ['content-type', 'Mcp-Session-Id', 'Retry-After'] },
    ],
    [
      'with an allow-list of tools that it minds',
      { tools: ['find'] },
      { serverComparesHeadersWithBody: true },
    ],
  ])('%s', (_title, server, proxy) => {
    expect(faultsOf(server, proxy)).toEqual([]);
  });
});

describe('one that cannot is named in one sentence, with its mend', () => {
  const urlFault = 'needs a url that is https://, without query, fragment, user or any of { } $.';
  it.each<[string, Partial<ServerRegistration>, string, Partial<McpProxySettings>?]>([
    [
      'T140 a host that its registration does not allow',
      { allowedHosts: ['crm.internal'] },
      'has a url whose host, mcp.crm.internal, is not one of its allowedHosts; a token never goes to another host.',
    ],
    [
      'T141 another port',
      { url: 'https://mcp.crm.internal:8443/' },
      'has a url whose host, mcp.crm.internal:8443, is not one of its allowedHosts; a token never goes to another host.',
    ],
    ['no URL', { url: undefined }, urlFault],
    ['T141 http', { url: 'http://mcp.crm.internal/v1' }, urlFault],
    ['T141 a user', { url: 'https://mcp.crm.internal@evil.internal/' }, urlFault],
    ['a query', { url: 'https://mcp.crm.internal/v1?x=1' }, urlFault],
    ['what API Gateway would fill in', { url: 'https://mcp.crm.internal/{tenant}' }, urlFault],
    [
      'a token in the query',
      { placements: [{ in: 'query', name: 'token', value: '{accessToken}' }] },
      'places the token in query token; API Gateway can set headers with ordinary names only.',
    ],
    [
      'a token in the environment',
      { placements: [{ in: 'env', name: 'TOKEN', value: '{accessToken}' }] },
      'places the token in env TOKEN; API Gateway can set headers with ordinary names only.',
    ],
    [
      'a header that a mapping cannot name',
      { placements: [{ in: 'header', name: 'X.Token', value: '{accessToken}' }] },
      'places the token in header X.Token; API Gateway can set headers with ordinary names only.',
    ],
    [
      'a header of API Gateway’s own',
      { placements: [{ in: 'header', name: 'User-Agent', value: '{accessToken}' }] },
      'places the token in header User-Agent; API Gateway can set headers with ordinary names only.',
    ],
    [
      'a session that keeps a token',
      { binding: 'session' },
      'uses one token for a whole session; behind API Gateway each request gets its own token.',
    ],
    [
      'lists that want no token',
      { discovery: false },
      'gets no token when its tools are listed; API Gateway cannot leave a header out of some requests.',
    ],
    [
      'T058 an allow-list that nobody holds',
      { tools: ['find'] },
      'has an allow-list of tools, which holds only if the server compares Mcp-Name with the body; ' +
        'check that it answers 400 when they differ, then set serverComparesHeadersWithBody.',
    ],
    [
      'T152 a cookie for the client',
      {},
      'has "Set-Cookie" among its answerHeaders; this header must not be sent to clients.',
      { answerHeaders: ['Set-Cookie'] },
    ],
    [
      'a header in two spellings',
      {},
      'has a header twice among its answerHeaders; keep the spelling that the server uses.',
      { answerHeaders: ['content-type', 'Content-Type'] },
    ],
  ])('%s', (_title, server, sentence, proxy) => {
    // A fault of the registration itself is told too.
    const faults = faultsOf(server, proxy).filter((fault) => !fault.includes('servers[0]'));
    expect(faults).toEqual([sentence]);
  });

  it('a header of AWS, which no registration may name either', () => {
    expect(
      faultsOf({ placements: [{ in: 'header', name: 'X-Amzn-Trace-Id', value: '{accessToken}' }] }),
    ).toEqual([
      'Stage "prod": servers[0].placements.0.name is not valid ' +
        '(reserved_header: A call may not carry a token in this header.); correct it.',
      'places the token in header X-Amzn-Trace-Id; API Gateway can set headers with ordinary names only.',
    ]);
  });

  it('an id that is no path', () => {
    expect(faultsOf({ id: 'crm~two' })).toEqual([
      '(crm~two) has an id that cannot be a path; use letters, digits, ., _ and -.',
    ]);
  });

  it('one that is not registered, and one that is named twice', () => {
    expect(faultsOf({}, { server: 'nosuch' })).toEqual([
      'names "nosuch", which is no complete registration among servers; register it there.',
    ]);
    const twice = { ...withEverything(prod), mcpProxies: [{ server: 'crm' }, { server: 'crm' }] };
    expect(() => validateStage(twice)).toThrow(
      'Stage "prod": mcpProxies names a server twice; keep it once.',
    );
  });

  it('before anything is made', () => {
    const astray = { ...PROXIED_SERVER, allowedHosts: ['crm.internal'] };
    expect(() => stageTemplate(withEverything(settingsOf('prod'), astray))).toThrow(StageError);
  });
});
