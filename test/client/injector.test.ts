import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  createInjector,
  InjectorUnreachable,
  type InjectRequest,
  NotInjected,
} from '../../client/src/index.ts';
import type { InjectionRequest } from '../../src/contract/injection-messages.ts';
import { fakeLambda, injected, type Outcome, refused, sdkError, TOKEN } from './fake-injector.ts';
import { testSystem } from './test-system.ts';

const REQUEST: InjectRequest = {
  workspaceId: 'acme',
  operation: { kind: 'call', server: 'demo-notes', tool: 'list_notes', host: 'mcp.example.com' },
};
const GOOD: Outcome = { answer: injected() };

function setUp(...outcomes: (Outcome | ((request: InjectionRequest) => Outcome))[]) {
  const client = fakeLambda(...outcomes);
  const system = testSystem();
  const injector = createInjector({
    functionName: 'token-injector:live',
    client,
    callerToken: 'caller.jwt.x',
    system,
  });
  return { client, system, injector };
}

async function failureOf(...outcomes: Outcome[]) {
  const { client, system, injector } = setUp(...outcomes);
  const error = await injector.inject(REQUEST).then(
    () => expect.unreachable(),
    (thrown: unknown) => thrown as Error,
  );
  return { client, system, error };
}

describe('an injection', () => {
  it('is asked for with the contract’s fields and a fresh id of the current time', async () => {
    const { client, injector, system } = setUp(GOOD);
    const injection = await injector.inject({ ...REQUEST, connectionId: 'demo~b', scopes: ['x'] });
    expect(injection.headers).toEqual({ Authorization: `Bearer ${TOKEN}` });
    expect(client.functionNames).toEqual(['token-injector:live']);
    const id = client.ids()[0] ?? '';
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(system.now());
    expect(client.requests).toEqual([
      {
        version: '1',
        workspaceId: 'acme',
        operation: { id, ...REQUEST.operation },
        connectionId: 'demo~b',
        scopes: ['x'],
        callerToken: 'caller.jwt.x',
      },
    ]);
  });

  it('spends a new id each time', async () => {
    const { client, injector } = setUp(GOOD);
    for (let round = 0; round < 20; round++) await injector.inject(REQUEST);
    expect(new Set(client.ids()).size).toBe(20);
  });

  it('takes the caller token of the request before the injector’s own', async () => {
    const { client, injector } = setUp(GOOD);
    await injector.inject({ ...REQUEST, callerToken: 'other.jwt' });
    expect(client.requests[0]?.callerToken).toBe('other.jwt');
  });

  it('shows no token when it is logged', async () => {
    const { injector } = setUp({ answer: injected({ query: { token: TOKEN }, env: { T: TOKEN } }) });
    const injection = await injector.inject(REQUEST);
    const { headers, query, env } = injection;
    for (const value of [injection, headers, query, env, { injection }]) {
      expect(inspect(value, { depth: 9 })).not.toContain(TOKEN);
      expect(JSON.stringify(value)).not.toContain(TOKEN);
    }
    expect(inspect(injection)).toContain('Authorization');
    expect(new Headers(headers).get('authorization')).toBe(`Bearer ${TOKEN}`);
    expect([...new Headers(headers).keys()]).toEqual(['authorization']);
  });
});

describe('asking again, with a new id', () => {
  it.each<[string, Outcome]>([
    ['the network fails', { error: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }],
    ['AWS throttles', { error: sdkError('TooManyRequestsException', 429) }],
    ['AWS fails', { error: sdkError('ServiceException', 500) }],
    ['the SDK times out', { error: sdkError('TimeoutError') }],
    ['the function fails', { functionError: 'Unhandled' }],
  ])('happens when %s, twice at most', async (_what, outcome) => {
    const { client, injector } = setUp(outcome, outcome, GOOD);
    await injector.inject(REQUEST);
    expect(new Set(client.ids()).size).toBe(3);
    const { client: all, error } = await failureOf(outcome);
    expect(error).toBeInstanceOf(InjectorUnreachable);
    expect(new Set(all.ids()).size).toBe(3);
  });

  it.each<[string, Outcome, string]>([
    ['AWS refuses', { error: sdkError('AccessDeniedException', 403) }, 'denied'],
    ['there is no such function', { error: sdkError('ResourceNotFoundException', 404) }, 'denied'],
    ['there are no credentials', { error: sdkError('CredentialsProviderError') }, 'denied'],
    ['the answer is no JSON', { payload: `<html>${TOKEN}` }, 'not_of_the_contract'],
    ['the answer is empty', { payload: '' }, 'not_of_the_contract'],
  ])('does not happen when %s', async (_what, outcome, failure) => {
    const { client, error } = await failureOf(outcome);
    expect(error).toMatchObject({ code: 'injector_unreachable', failure });
    expect(client.requests).toHaveLength(1);
  });

  it.each([
    'not_connected',
    'reauthorization_required',
    'insufficient_scope',
    'unknown_server',
    'tool_not_allowed',
    'host_not_allowed',
    'caller_not_authorized',
    'invalid_request',
  ] as const)('does not happen on %s', async (reason) => {
    const { client, error } = await failureOf({ answer: refused(reason) });
    expect(error).toMatchObject({ code: 'not_injected', reason });
    expect(client.requests).toHaveLength(1);
  });

  it('does not happen on tool_call_replayed, unless the SDK had repeated the invoke by itself', async () => {
    const { client, error } = await failureOf({ answer: refused('tool_call_replayed') });
    expect(error).toMatchObject({ reason: 'tool_call_replayed' });
    expect(client.requests).toHaveLength(1);
    const again = setUp({ answer: refused('tool_call_replayed'), attempts: 2 }, GOOD);
    await again.injector.inject(REQUEST);
    expect(new Set(again.client.ids()).size).toBe(2);
  });

  it('waits as long as the injector says, if that fits into 20 seconds', async () => {
    const wait = (retryAfterSeconds: number): Outcome => ({
      answer: refused('temporarily_unavailable', { retryAfterSeconds }),
    });
    const { system, injector } = setUp(wait(2), wait(3), GOOD);
    await injector.inject(REQUEST);
    expect(system.slept).toEqual([2_000, 3_000]);
    const { error, system: longer } = await failureOf(wait(21));
    expect(error).toMatchObject({ reason: 'temporarily_unavailable', retryAfterSeconds: 21 });
    expect(longer.slept).toEqual([]);
    expect((await failureOf(wait(11))).system.slept).toEqual([11_000]);
    expect((await failureOf({ answer: refused('temporarily_unavailable') })).client.requests).toHaveLength(1);
  });

  it('gives up an invoke that does not answer a little after the injector’s own timeout', async () => {
    const { injector, client, system } = setUp({ hangs: true });
    const asked = injector.inject(REQUEST).catch((error: unknown) => error);
    await Promise.resolve();
    system.advance(15_000);
    expect(client.requests).toHaveLength(1);
    system.advance(1_500);
    await Promise.resolve();
    await new Promise(setImmediate);
    system.advance(16_500);
    expect(await asked).toMatchObject({ failure: 'timeout' });
    expect(client.requests).toHaveLength(2);
    expect(system.pending()).toBe(0);
  });

  it('ends when the caller does not want it any more', async () => {
    const { injector, client } = setUp({ hangs: true });
    const controller = new AbortController();
    const asked = injector.inject(REQUEST, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    expect(client.requests).toHaveLength(1);
  });

  it('counts one budget for one tool call', async () => {
    const { injector, client } = setUp({ functionError: 'x' }, GOOD);
    const budget = injector.startCall();
    await injector.inject(REQUEST, { budget });
    await injector.inject(REQUEST, { budget });
    await expect(injector.inject(REQUEST, { budget })).rejects.toMatchObject({ failure: 'ids_spent' });
    expect(client.requests).toHaveLength(3);
  });
});

describe('an error', () => {
  it('of the injector carries what the runtime needs', async () => {
    const connectUrl = 'https://dash.example/?connect=demo&workspace=acme';
    const { error } = await failureOf({
      answer: refused('insufficient_scope', { connectUrl, missingScopes: ['a', 'b'] }),
    });
    expect(error).toBeInstanceOf(NotInjected);
    expect(error).toMatchObject({
      reason: 'insufficient_scope',
      connectUrl,
      missingScopes: ['a', 'b'],
      refusal: { reason: 'insufficient_scope', message: 'Because of insufficient_scope.' },
    });
  });

  it.each<[string, Outcome]>([
    ['an SDK error', { error: sdkError('AccessDeniedException', 403) }],
    ['a network error', { error: sdkError('Error') }],
    ['text that is no JSON', { payload: `{"headers":{"Authorization":"Bearer ${TOKEN}"` }],
    ['a failed function', { functionError: 'Unhandled', payload: `{"errorMessage":"${TOKEN}"}` }],
    ['an answer of another form', { answer: { isAuthorized: true, context: { headers: { a: TOKEN } } } }],
  ])('holds no token: %s', async (_what, outcome) => {
    const { error } = await failureOf(outcome);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(TOKEN);
    expect(JSON.stringify(error)).not.toContain(TOKEN);
    expect(error.stack).not.toContain(TOKEN);
    expect(error.cause).toBeUndefined();
  });
});

describe('an answer that is not of the contract’s form is never headers', () => {
  const good = injected();
  const context = good.context as object;
  it.each<[string, unknown]>([
    ['no object', null],
    ['a list', []],
    ['isAuthorized as a text', { ...good, isAuthorized: 'true' }],
    ['no context', { isAuthorized: true }],
    ['a refusal with headers', { isAuthorized: false, context }],
    ['an unknown reason', { isAuthorized: false, context: { reason: 'because', message: 'x' } }],
    ['a reason of Object.prototype', { isAuthorized: false, context: { reason: 'toString', message: 'x' } }],
    ...Object.entries<unknown[]>({
      connectionId: ['', 5],
      generation: [-1, 1.5, '1'],
      headers: [
        [],
        'x',
        { a: 1 },
        { 'a b': 'x' },
        { '': 'x' },
        { Host: 'evil.example' },
        { 'Transfer-Encoding': 'chunked' },
        { 'content-length': '1' },
        { Connection: 'x' },
      ],
      removeHeaders: ['Cookie', [1], ['a b']],
      query: [[], { a: 1 }, { a: 'x\n' }],
      env: ['x', { A: null }, { A: 'x\0' }],
      allowedHosts: [
        [],
        'mcp.example.com',
        ['https://mcp.example.com'],
        ['a/b'],
        ['u@h'],
        ['MCP.example.com'],
      ],
      binding: ['forever'],
      expiresAt: ['', 'soon', 5],
      maxUses: [0, 2, '1', undefined],
    }).flatMap(([field, values]) =>
      values.map((value): [string, unknown] => [
        `${field}: ${JSON.stringify(value)}`,
        { isAuthorized: true, context: { ...context, [field]: value } },
      ]),
    ),
    [
      'missingScopes',
      { isAuthorized: false, context: { reason: 'not_connected', message: 'x', missingScopes: 'a' } },
    ],
    [
      'retryAfterSeconds',
      { isAuthorized: false, context: { reason: 'not_connected', message: 'x', retryAfterSeconds: -1 } },
    ],
  ])('%s', async (_what, answer) => {
    const { error } = await failureOf({ answer });
    expect(error).toMatchObject({ failure: 'not_of_the_contract' });
  });

  it.each(['x\r\nb: y', 'x\n', '\rx', 'x\0', 'é', 'x\u007f', '\ud800'])(
    'T149: a header with the value %j',
    async (value) => {
      const { error } = await failureOf({ answer: injected({ headers: { a: value } }) });
      expect(error).toMatchObject({ failure: 'not_of_the_contract' });
    },
  );

  it.each(['javascript:alert(1)', 'http://dash.example/', 'https://u:p@dash.example/', '/connect', ''])(
    'T030: a page to connect at of %j',
    async (connectUrl) => {
      const { error } = await failureOf({ answer: refused('not_connected', { connectUrl }) });
      expect(error).toMatchObject({ failure: 'not_of_the_contract' });
    },
  );

  it('T154: and fields that the contract does not have are left behind', async () => {
    const more = { ...injected(), extra: 1 };
    Object.assign(more.context, { body: { token: TOKEN }, meta: { a: 1 } });
    const { injector } = setUp({ answer: more });
    expect(Object.keys(await injector.inject(REQUEST)).sort()).toEqual(
      'allowedHosts binding connectionId expiresAt generation headers maxUses removeHeaders'.split(' '),
    );
  });
});

describe('a check of servers', () => {
  const question = { workspaceId: 'acme', servers: ['demo-notes', 'github-mcp'] };
  const ready = { server: 'demo-notes', ready: true, connectionId: 'demo' };
  const notReady = { server: 'github-mcp', ready: false, reason: 'not_connected', message: 'No.' };

  it('spends no id and gives the statuses in order', async () => {
    const { client, injector } = setUp({ answer: { statuses: [ready, notReady] } });
    expect(await injector.check(question)).toEqual([ready, notReady]);
    expect(client.requests).toEqual([
      { version: '1', workspaceId: 'acme', check: question.servers, callerToken: 'caller.jwt.x' },
    ]);
  });

  it('that is refused as a whole rejects', async () => {
    const { injector } = setUp({ answer: refused('caller_not_authorized') });
    await expect(injector.check(question)).rejects.toMatchObject({ reason: 'caller_not_authorized' });
  });

  it.each<[string, unknown]>([
    ['too few', [ready]],
    ['another order', [notReady, ready]],
    ['an unknown status', [ready, { ...notReady, ready: 'no' }]],
    ['no reason', [ready, { server: 'github-mcp', ready: false, message: 'No.' }]],
    ['no list', {}],
  ])('that is answered with %s is no answer', async (_what, statuses) => {
    const { injector } = setUp({ answer: { statuses } });
    await expect(injector.check(question)).rejects.toMatchObject({ failure: 'not_of_the_contract' });
  });
});
