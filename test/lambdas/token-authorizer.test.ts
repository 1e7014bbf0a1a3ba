/**
 * The injector as a REST API's authorizer, by its real entry.
 * Covers lambdas/token-authorizer.ts, src/broker/authorize, src/broker/callers/caller-from-claims.ts.
 */
import { generateKeyPair } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerFunctions } from '../setup/stand-in-fetch.ts';
import {
  authorizerEvent,
  bearer,
  callHeaders,
  type McpHeaders,
  type McpRequest,
  methodArn,
} from './authorizer-events.ts';
import {
  type Authorize,
  type AuthorizerWorld,
  authorizerWorld,
  outcomeOf,
  TOKEN,
} from './authorizer-world.ts';
import { captureLog } from './entry.ts';
import { httpEvent } from './events.ts';
import { callerToken, issuerFetch, setIssuerDown } from './issuer-stand-in.ts';

answerFunctions(issuerFetch);

let world: AuthorizerWorld;
let authorize: Authorize;
let ada: string;
beforeAll(async () => {
  world = await authorizerWorld();
  authorize = await world.start();
  ada = await callerToken();
  await world.connect('acme', TOKEN);
  await world.connect('globex', 'token-of-globex');
});
afterAll(() => world.close());
let lines: string[];
beforeEach(() => {
  lines = captureLog();
  world.table.requests.length = 0;
});
afterEach(() => {
  setIssuerDown(false);
  vi.restoreAllMocks();
});

/** Ada’s, unless more says otherwise. */
const calling = (tool: string, more: McpHeaders = {}) => callHeaders(tool, { ...bearer(ada), ...more });
const call = (headers: McpHeaders = calling('find'), request: McpRequest = {}) =>
  authorize(authorizerEvent({ ...request, headers }));

describe('token-authorizer’s function: whatever the event', () => {
  const event = authorizerEvent();
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an empty object', {}],
    ['an event of a TOKEN authorizer', { type: 'TOKEN', authorizationToken: 'x', methodArn: methodArn() }],
    ['an event of an HTTP API', httpEvent({ path: '/crm', method: 'POST' })],
    ['a request of a runtime', { version: '1', workspaceId: 'acme', operation: { server: 'crm' } }],
    ['T174: another method', authorizerEvent({ httpMethod: 'GET' })],
    ['a path below a server’s', { ...event, resource: '/crm/{proxy+}' }],
    ['an ARN with a wildcard', { ...event, methodArn: methodArn().replace('POST', '*') }],
    ['no ARN', { ...event, methodArn: undefined }],
    ['headers that are no texts', { ...event, headers: { Authorization: { toString: 'x' } } }],
  ])('%s: everything is denied, nothing is thrown and nothing read', async (_title, given) => {
    const answer = await authorize(given);
    expect(answer.policyDocument.Statement).toEqual([
      { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: '*' },
    ]);
    expect(answer).toMatchObject({ principalId: 'nobody', context: { reason: 'invalid_request' } });
    expect(world.table.requestsOfCalls()).toEqual([]);
  });
});

describe('T059: without a good caller token', () => {
  const claims = (changes: Record<string, unknown>) => async () => bearer(await callerToken(changes));
  it.each<[string, () => McpHeaders | Promise<McpHeaders>]>([
    ['none', () => ({})],
    ['an empty one', () => ({ authorization: 'Bearer ' })],
    ['another scheme', () => ({ authorization: `Basic ${ada}` })],
    ['not a JWT', () => bearer('secret-of-the-caller')],
    ['T172: a good one of 9 kB', claims({ more: 'a'.repeat(6_500) })],
    ['one without a scheme', () => ({ authorization: ada })],
    ['an altered one', () => bearer(`${ada.slice(0, -8)}AAAAAAAA`)],
    [
      'a stranger’s key',
      async () => bearer(await callerToken({}, (await generateKeyPair('ES256')).privateKey)),
    ],
    ['T051: another audience', claims({ aud: 'urn:other' })],
    ['T052: an expired one', claims({ exp: Math.floor(Date.now() / 1_000) - 3_600 })],
    ['two', () => ({ authorization: [`Bearer ${ada}`, `Bearer ${ada}`] })],
    ['two spellings', () => ({ authorization: `Bearer ${ada}`, Authorization: `Bearer ${ada}` })],
    ['one in another header', () => ({ 'x-authorization': `Bearer ${ada}` })],
  ])('%s: fails with the word for which API Gateway answers 401', async (_title, headers) => {
    const given = { ...calling('find'), authorization: undefined, ...(await headers()) };
    await expect(call(given)).rejects.toThrow(/^Unauthorized$/);
    expect(world.table.requestsOfCalls()).toEqual([]);
    expect(lines.join()).toContain('unauthorized');
    expect(lines.join()).not.toMatch(/secret-of-the-caller|eyJ/);
  });

  it('accuses nobody while the issuer’s keys cannot be had', async () => {
    setIssuerDown(true);
    const fresh = await world.start();
    const answer = await fresh(authorizerEvent({ headers: calling('find') }));
    expect(answer.policyDocument.Statement[0]).toMatchObject({ Effect: 'Deny', Resource: methodArn() });
    expect(answer.context).toMatchObject({ reason: 'temporarily_unavailable', retryAfterSeconds: '1' });
    expect(world.table.requestsOfCalls()).toEqual([]);
  });
});

describe('T047 T056: the workspace is the caller’s own', () => {
  const inWorkspaces = async (workspaces: unknown, chosen?: string | string[]) =>
    call(
      calling('find', { ...bearer(await callerToken({ workspaces })), 'x-connections-workspace': chosen }),
    );
  const tokenIn = (answer: Awaited<ReturnType<Authorize>>) => answer.context.placement1;

  it('the only one that the token names', async () => {
    expect(tokenIn(await inWorkspaces(['globex:member']))).toBe('token-of-globex');
    expect(tokenIn(await inWorkspaces(['acme:admin']))).toBe(TOKEN);
  });

  it('the one of several that a header chooses', async () => {
    const both = ['acme:member', 'globex:admin'];
    expect(outcomeOf(await inWorkspaces(both))).toBe('workspace_not_chosen');
    expect(tokenIn(await inWorkspaces(both, 'globex'))).toBe('token-of-globex');
    expect(tokenIn(await inWorkspaces(both, 'acme'))).toBe(TOKEN);
    expect(outcomeOf(await inWorkspaces(both, ['acme', 'globex']))).toBe('invalid_request');
  });

  it.each([
    ['acme:member', 'globex'],
    ['acme:member', 'ACME'],
    ['acme:member', 'acme#globex'],
    ['acme:owner', 'acme'],
    ['', undefined],
  ])('never one that it does not name: “%s” and the header %s', async (workspaces, chosen) => {
    expect(outcomeOf(await inWorkspaces(workspaces, chosen))).toBe('caller_not_authorized');
    expect(world.table.requestsOfCalls()).toEqual([]);
  });
});

describe('what the headers say of the operation', () => {
  const base64 = (text: string) => `=?base64?${Buffer.from(text).toString('base64')}?=`;
  const limited = { server: 'crm-limited' };
  const method = (name: string, more: McpHeaders = {}): McpHeaders =>
    calling('', { 'mcp-method': name, 'mcp-name': undefined, ...more });
  const older: McpHeaders = { 'mcp-protocol-version': '2025-11-25' };

  it.each<[string, () => McpHeaders, string]>([
    ['a tool of the list', () => calling('find'), 'allowed'],
    ['another tool', () => calling('drop_everything'), 'tool_not_allowed'],
    ['a tool of the list in Base64', () => calling(base64('ünïcode')), 'allowed'],
    ['another tool in Base64', () => calling(base64('drop')), 'tool_not_allowed'],
    ['lists', () => method('tools/list'), 'allowed'],
    ['discovery', () => method('server/discover'), 'allowed'],
    ['what reaches the provider and is no tool', () => method('resources/read'), 'tool_not_allowed'],
    ['T175: a method in other letters', () => method('Tools/List'), 'tool_not_allowed'],
    ['an older client, whose headers hold nothing', () => calling('find', older), 'tool_not_allowed'],
    [
      'a client of no version',
      () => calling('find', { 'mcp-protocol-version': undefined }),
      'tool_not_allowed',
    ],
    ['a version that is none', () => calling('find', { 'mcp-protocol-version': 'zzzz' }), 'tool_not_allowed'],
  ])('T058: with an allow-list of tools, %s', async (_title, headers, outcome) => {
    expect(outcomeOf(await call(headers(), limited))).toBe(outcome);
  });

  it.each<[string, () => McpHeaders]>([
    ['no method', () => calling('find', { 'mcp-method': undefined })],
    ['a call without a tool', () => method('tools/call')],
    ['Base64 that is none', () => calling('=?base64?a?=')],
    ['Base64 of no text', () => calling('=?base64?/w==?=')],
    ['Base64 with a second reading', () => calling('=?base64?ZmluZB==?=')],
    ['T150: a control character in Base64', () => calling(base64('find\n'))],
    ['a tool of 200 letters', () => calling('a'.repeat(200))],
    ['two tools', () => calling('find', { 'mcp-name': ['find', 'drop'] })],
    ['two spellings of the tool', () => calling('find', { 'Mcp-Name': 'drop' })],
    ['two spellings of the method', () => calling('find', { 'MCP-METHOD': 'tools/list' })],
    ['a session beyond ASCII', () => calling('find', { 'mcp-session-id': 'ü' })],
  ])('%s: refused before anything is read', async (_title, headers) => {
    expect(outcomeOf(await call(headers()))).toBe('invalid_request');
    expect(world.table.requestsOfCalls()).toEqual([]);
  });

  it('lets older clients through where every request gets the token anyway, and records what it cannot know', async () => {
    await world.connect('initech', 'token-of-initech');
    const token = bearer(await callerToken({ workspaces: ['initech:member'] }));
    expect(outcomeOf(await call(token))).toBe('allowed');
    expect(outcomeOf(await call({ ...token, 'mcp-session-id': 's1' }, { httpMethod: 'DELETE' }))).toBe(
      'allowed',
    );
    expect((await world.calls('initech')).map(({ tool }) => tool).sort()).toEqual(['(unknown)', undefined]);
  });

  it.each(['crm-hidden', 'google-gmail', 'nosuch'])(
    'knows no server but the API’s own: %s',
    async (server) => {
      expect(outcomeOf(await call(calling('find'), { server }))).toBe('unknown_server');
      expect(world.table.requestsOfCalls()).toEqual([]);
    },
  );

  it('T140: hands out no token for a host that the registration does not allow', async () => {
    expect(outcomeOf(await call(calling('find'), { server: 'crm-astray' }))).toBe('host_not_allowed');
  });
});
