/**
 * The injector as a REST API’s authorizer, by its real entry: what it answers.
 * Covers src/broker/authorize/authorizer-answer.ts, src/broker/authorize/authorizer-denial.ts,
 * src/broker/authorize/injection-by-headers.ts, src/aws/lambda-refresher.ts.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
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
  effectOf,
  outcomeOf,
  TOKEN,
} from './authorizer-world.ts';
import { captureLog, DASHBOARD } from './entry.ts';
import { lambdaContext } from './events.ts';
import { callerToken, issuerFetch } from './issuer-stand-in.ts';

answerFunctions(issuerFetch);

let world: AuthorizerWorld;
let authorize: Authorize;
let ada: string;
beforeAll(async () => {
  world = await authorizerWorld();
  authorize = await world.start();
  ada = await callerToken();
  await world.connect('acme', TOKEN);
});
afterAll(() => world.close());
let lines: string[];
beforeEach(() => {
  lines = captureLog();
});
afterEach(() => {
  world.table.refuse(undefined);
  vi.restoreAllMocks();
});

/** Ada’s, unless more says otherwise. */
const calling = (tool: string, more: McpHeaders = {}) => callHeaders(tool, { ...bearer(ada), ...more });
const call = (headers: McpHeaders = calling('find'), request: McpRequest = {}) =>
  authorize(authorizerEvent({ ...request, headers }));

describe('an Allow', () => {
  it('is for this method alone, and holds what the API maps and nothing else', async () => {
    expect(await call(calling('find', { 'mcp-session-id': 'session-1' }))).toEqual({
      principalId: 'ada',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: methodArn() }],
      },
      context: {
        placement0: `Bearer ${TOKEN}`,
        placement1: TOKEN,
        mcpProtocolVersion: '2026-07-28',
        mcpMethod: 'tools/call',
        mcpName: 'find',
        mcpSessionId: 'session-1',
      },
    });
  });

  it('T148: holds nothing of the caller’s own headers but MCP’s, whatever they send', async () => {
    const own = {
      Cookie: 'session=the-caller-s',
      'X-Crm-Token': 'the-caller-s',
      'Proxy-Authorization': 'Bearer the-caller-s',
      Connection: 'authorization',
      mcpName: 'the-caller-s',
      placement0: 'the-caller-s',
    };
    const answer = await call(calling('find', own));
    expect(effectOf(answer)).toBe('Allow');
    expect(JSON.stringify(answer)).not.toMatch(/the-caller-s|eyJ/);
  });

  it('T137 T138: is one use with an id of its own, and the record says whose', async () => {
    await world.connect('umbrella', 'token-of-umbrella');
    const event = authorizerEvent({
      headers: calling('find', bearer(await callerToken({ workspaces: ['umbrella:member'] }))),
    });
    expect([outcomeOf(await authorize(event)), outcomeOf(await authorize(event))]).toEqual([
      'allowed',
      'allowed',
    ]);
    const calls = await world.calls('umbrella');
    expect(new Set(calls.map(({ sk }) => sk)).size).toBe(2);
    for (const record of calls)
      expect(record).toMatchObject({
        server: 'crm',
        tool: 'find',
        outcome: 'injected',
        caller: { issuer: 'https://issuer.example', subject: 'ada' },
      });
  });

  it('takes a subject of any form for no more than a name', async () => {
    const sub = `"}\n${'x'.repeat(300)}`;
    const { principalId } = await call(calling('find', bearer(await callerToken({ sub }))));
    expect(principalId).toMatch(/^___x{125}$/);
  });

  it('T063: is logged by who, where and what came of it', async () => {
    await call();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'injection', workspaceId: 'acme', server: 'crm', outcome: 'injected' },
    ]);
    expect(lines.join()).not.toMatch(/ya29|eyJ/);
  });
});

describe('a Deny', () => {
  it('T088: comes for now while the vault’s key is disabled, blames no token, and ends when it is enabled', async () => {
    await world.connect('initech', TOKEN);
    const event = authorizerEvent({
      headers: calling('find', bearer(await callerToken({ workspaces: ['initech:member'] }))),
    });
    world.disableKey(true);
    const fresh = await world.start();
    try {
      expect(outcomeOf(await fresh(event))).toBe('temporarily_unavailable');
      expect(lines.join()).toContain('"event":"vault_key_failed","error":"DisabledException"');
    } finally {
      world.disableKey(false);
    }
    expect(outcomeOf(await fresh(event))).toBe('allowed');
  });

  it('T030: says where to connect, in texts that a template can print', async () => {
    const token = bearer(await callerToken({ workspaces: ['hooli:member'] }));
    expect(await call(calling('find', token))).toMatchObject({
      principalId: 'ada',
      policyDocument: { Statement: [{ Effect: 'Deny', Resource: methodArn() }] },
      context: {
        reason: 'not_connected',
        message: 'This workspace has not connected the provider yet.',
        connectUrl: expect.stringContaining(
          `${DASHBOARD}/?connect=google&workspace=hooli&server=crm&account=google&refusal=`,
        ),
        missingScopes: '',
        retryAfterSeconds: '',
      },
    });
    const { context } = await call(calling('drop'), { server: 'crm-limited' });
    expect(context.message).toBe("This server's registration does not allow the tool.");
    for (const value of Object.values(context)) expect(value).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/);
  });

  it('T064: for now, when the table is not there, and tells nobody why', async () => {
    world.table.refuse({ type: 'AccessDeniedException', message: 'leak' });
    const answer = await call();
    expect(outcomeOf(answer)).toBe('temporarily_unavailable');
    expect(lines.join() + JSON.stringify(answer)).not.toContain('leak');
  });

  it.each([
    ['longer than an authorizer’s context', 'a'.repeat(9_000), 'not_deliverable'],
    ['T149: that no header can hold', 'line\r\nX-Other: header', 'temporarily_unavailable'],
  ])('for a token %s', async (_title, token, outcome) => {
    await world.connect('massive', token, { epoch: 1 });
    const headers = calling('find', bearer(await callerToken({ workspaces: ['massive:member'] })));
    const answer = await call(headers);
    expect(outcomeOf(answer)).toBe(outcome);
    expect(JSON.stringify(answer)).not.toContain(token.slice(0, 10));
  });

  it('T134: within the time that is left, when a refresh does not answer', async () => {
    let asked = 0;
    const silent = await listenOnLoopback(0, () => () => {
      asked += 1;
    });
    await world.connect('slow', 'an-expired-token', { accessExpiresAt: Date.now() - 1_000 });
    const headers = calling('find', bearer(await callerToken({ workspaces: ['slow:member'] })));
    const slow = await world.start({ lambda: silent.origin });
    const context = { ...lambdaContext('token-authorizer'), getRemainingTimeInMillis: () => 1_050 };
    const answer = await slow(authorizerEvent({ headers }), context);
    expect(outcomeOf(answer)).toBe('temporarily_unavailable');
    expect(asked).toBe(1);
    // The refresh was given up in time, and not the function by its deadline.
    expect(answer.policyDocument.Statement[0].Resource).toBe(methodArn());
    expect(lines.join()).not.toContain('unhandled');
    await silent.close();
  });

  it('at once when another’s refresh would end too late for an answer', async () => {
    const lease = { leaseId: 'another', leaseUntil: Date.now() + 45_000, answerBy: Date.now() + 10_000 };
    await world.connect('leased', 'an-expired-token', { accessExpiresAt: Date.now() - 1_000, ...lease });
    const headers = calling('find', bearer(await callerToken({ workspaces: ['leased:member'] })));
    const context = { ...lambdaContext('token-authorizer'), getRemainingTimeInMillis: () => 1_900 };
    world.table.requests.length = 0;
    expect(outcomeOf(await authorize(authorizerEvent({ headers }), context))).toBe('temporarily_unavailable');
    expect(world.table.requests.filter((operation) => operation === 'GetItem')).toHaveLength(2);
  });

  it('at its deadline at the latest', async () => {
    const silent = await listenOnLoopback(0, () => () => undefined);
    await world.connect('slower', 'an-expired-token', { accessExpiresAt: Date.now() - 1_000 });
    const headers = calling('find', bearer(await callerToken({ workspaces: ['slower:member'] })));
    const slow = await world.start({ lambda: silent.origin });
    // The function's own look, for the waits within it, comes before the one that ends it.
    const left = vi
      .fn(() => 1_000_000)
      .mockReturnValueOnce(1_000_000)
      .mockReturnValueOnce(200);
    const context = { ...lambdaContext('token-authorizer'), getRemainingTimeInMillis: left };
    const answer = await slow(authorizerEvent({ headers }), context);
    expect(answer).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny', Resource: '*' }] },
      context: { reason: 'temporarily_unavailable' },
    });
    await silent.close();
    await vi.waitFor(() => expect(lines.join()).toContain('refresh_out_of_reach'));
  });
});
