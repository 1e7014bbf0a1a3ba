/**
 * Covers client/src/injecting-fetch.ts, client/src/after-unauthorized.ts, client/src/repeatable-tools.ts,
 * client/src/retry-rule.ts.
 */
import { describe, expect, it } from 'vitest';
import { type ListedTool, repeatableTools } from '../../client/src/index.ts';
import { injected, type Outcome, refused, sdkError } from './fake-injector.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerJson, answerOk, posted, startUpstream, toolCall } from './upstream.ts';

/** Takes tokens of generation 2 and later. */
async function startPicky(taken = 2) {
  return startUpstream((request, response, raw) => {
    if (Number(request.headers['x-token']) >= taken) answerOk(request, response, raw);
    else answerJson(response, { error: 'invalid_token' }, 401);
  });
}

function generations(host: string, ...all: number[]): Outcome[] {
  return all.map((generation) => ({
    answer: injected({ generation, headers: { 'X-Token': String(generation) }, allowedHosts: [host] }),
  }));
}

const tokensIn = ({ received }: { received: { headers: Record<string, unknown> }[] }) =>
  received.map(({ headers }) => headers['x-token']);

describe('T135: a 401 from the server', () => {
  it('is told to the broker once, and a call that is safe to repeat is made once more', async () => {
    const upstream = await startPicky();
    const outcomes = generations(upstream.host, 1, 2);
    const { call, lambda } = setUpFetch(upstream, { outcomes, isSafeToRepeat: () => true });
    expect((await call()).status).toBe(200);
    expect(tokensIn(upstream)).toEqual(['1', '2']);
    expect(new Set(upstream.received.map(({ body }) => body)).size).toBe(1);
    expect(lambda.requests.map(({ rejectedGeneration }) => rejectedGeneration)).toEqual([undefined, 1]);
    expect(new Set(lambda.ids()).size).toBe(2);
  });

  it('is told as well where the call is not repeated, which is what happens unless somebody says it is safe', async () => {
    const upstream = await startPicky();
    const { call, lambda } = setUpFetch(upstream, { outcomes: generations(upstream.host, 1, 2) });
    const response = await call();
    expect([response.status, await response.json()]).toEqual([401, { error: 'invalid_token' }]);
    expect(tokensIn(upstream)).toEqual(['1']);
    expect(lambda.requests.map(({ rejectedGeneration }) => rejectedGeneration)).toEqual([undefined, 1]);
    expect((await call()).status).toBe(200);
  });

  it('a second time is the answer', async () => {
    const upstream = await startPicky(9);
    const outcomes = generations(upstream.host, 1, 2, 3);
    const { call, lambda } = setUpFetch(upstream, { outcomes, isSafeToRepeat: () => true });
    expect((await call()).status).toBe(401);
    expect(tokensIn(upstream)).toEqual(['1', '2']);
    expect(lambda.requests).toHaveLength(2);
  });

  it('is the answer where the broker has no other token', async () => {
    const upstream = await startPicky();
    const outcomes = generations(upstream.host, 1, 1);
    const { call } = setUpFetch(upstream, { outcomes, isSafeToRepeat: () => true });
    expect((await call()).status).toBe(401);
    expect(tokensIn(upstream)).toEqual(['1']);
  });

  it.each<[string, Outcome]>([
    ['cannot be asked', { error: sdkError('AccessDeniedException', 403) }],
    ['has none right now', { answer: refused('temporarily_unavailable', { retryAfterSeconds: 600 }) }],
  ])('is the answer where the broker %s', async (_what, outcome) => {
    const upstream = await startPicky();
    const outcomes = [...generations(upstream.host, 1), outcome];
    const { call } = setUpFetch(upstream, { outcomes, isSafeToRepeat: () => true });
    expect((await call()).status).toBe(401);
  });

  it.each([true, false])(
    'of an ended grant becomes the page to connect at (safe to repeat: %s)',
    async (safe) => {
      const upstream = await startPicky();
      const connectUrl = 'https://dash.example/?connect=demo';
      const outcomes = [
        ...generations(upstream.host, 1),
        { answer: refused('reauthorization_required', { connectUrl }) },
      ];
      const { call, system } = setUpFetch(upstream, { outcomes, isSafeToRepeat: () => safe });
      await expect(call()).rejects.toMatchObject({ reason: 'reauthorization_required', connectUrl });
      expect(system.pending()).toBe(0);
    },
  );

  it('to anything but a tools/call is always safe to repeat', async () => {
    const upstream = await startPicky();
    const outcomes = generations(upstream.host, 1, 2);
    const { send } = setUpFetch(upstream, { outcomes, discovery: true });
    const response = await send(upstream.url, posted({ jsonrpc: '2.0', id: 1, method: 'tools/list' }));
    expect(response.status).toBe(200);
    expect(tokensIn(upstream)).toEqual(['1', '2']);
  });

  it('to a request without a token is nobody’s business', async () => {
    const upstream = await startPicky();
    const { send, lambda } = setUpFetch(upstream);
    const response = await send(upstream.url, posted({ jsonrpc: '2.0', id: 1, method: 'tools/list' }));
    expect(response.status).toBe(401);
    expect(lambda.requests).toEqual([]);
  });

  it('is asked about within the call’s three ids', async () => {
    const upstream = await startPicky();
    const lost: Outcome = { functionError: 'Unhandled' };
    const [first, second] = generations(upstream.host, 1, 2) as [Outcome, Outcome];
    const { call, lambda } = setUpFetch(upstream, {
      outcomes: [lost, lost, first, second],
      isSafeToRepeat: () => true,
    });
    expect((await call()).status).toBe(401);
    expect(lambda.requests).toHaveLength(3);
  });
});

it('T135: tools that say they only read, or can be called twice, are repeatable; the others are not', () => {
  const tools: ListedTool[] = [
    { name: 'read', annotations: { readOnlyHint: true } },
    { name: 'put', annotations: { readOnlyHint: false, idempotentHint: true } },
    { name: 'send', annotations: { readOnlyHint: false } },
    { name: 'silent' },
  ];
  const isSafe = repeatableTools(tools);
  expect(['read', 'put', 'send', 'silent', 'unheard-of', toolCall().method].filter(isSafe)).toEqual([
    'read',
    'put',
  ]);
});
