/** Covers client/src/with-injected-env.ts, client/src/call-one-tool.ts, client/src/after-answer.ts. */
import { describe, expect, it } from 'vitest';
import { callOneTool, createInjector, type EnvOptions, withInjectedEnv } from '../../client/src/index.ts';
import { fakeLambda, injected, type Outcome, refused } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { testSystem } from './test-system.ts';

const PAGE = 'https://dash.example/?connect=demo';
const ENDED: Outcome = { answer: refused('reauthorization_required', { connectUrl: PAGE }) };
const generation = (number: number): Outcome => ({
  answer: injected({
    binding: 'process',
    generation: number,
    headers: {},
    env: { TOKEN: `token-of-generation-${number}` },
    secrets: [`token-of-generation-${number}`],
  }),
});
const failed = (text: string) => ({ content: [{ type: 'text', text }], isError: true });
const REFUSED = failed('Error: 401 Unauthorized');
const DONE = { content: [{ type: 'text', text: 'done' }] };

function setUp(outcomes: Outcome[], more: Partial<EnvOptions> = {}) {
  const lambda = fakeLambda(...outcomes);
  const injector = createInjector({ functionName: 'f', client: lambda, system: testSystem() });
  const given: (string | undefined)[] = [];
  const run = <Result>(use: (token: string | undefined) => Result | Promise<Result>) =>
    withInjectedEnv({ injector, workspaceId: 'acme', server: 's', tool: 'list', ...more }, async (env) => {
      given.push(env.TOKEN);
      return use(env.TOKEN);
    });
  const generations = () => lambda.requests.map(({ rejectedGeneration }) => rejectedGeneration);
  return { run, given, generations };
}

describe('T236: a process whose provider refused the token', () => {
  const picky = (token: string | undefined) => (token === 'token-of-generation-1' ? REFUSED : DONE);

  it('is told to the broker once, and the call is made once more if that is safe', async () => {
    const { run, given, generations } = setUp([generation(1), generation(2)], { isSafeToRepeat: () => true });
    expect(await run(picky)).toEqual(DONE);
    expect(given).toEqual(['token-of-generation-1', 'token-of-generation-2']);
    expect(generations()).toEqual([undefined, 1]);
  });

  it('is spawned once where nobody says that the call is safe to repeat', async () => {
    const { run, given, generations } = setUp([generation(1), generation(2)]);
    expect(await run(picky)).toEqual(REFUSED);
    expect(given).toHaveLength(1);
    expect(generations()).toEqual([undefined, 1]);
  });

  it.each([true, false])('shows the page if the grant has ended (safe to repeat: %s)', async (isSafe) => {
    const { run, given } = setUp([generation(1), ENDED], { isSafeToRepeat: () => isSafe });
    await expect(run(picky)).rejects.toMatchObject({ reason: 'reauthorization_required', connectUrl: PAGE });
    expect(given).toHaveLength(1);
  });

  it('is noticed in the JSON-RPC error of an SDK, which is the error otherwise', async () => {
    const error = Object.assign(new Error('MCP error -32603: 401 Unauthorized'), { code: -32_603 });
    const { run, generations } = setUp([generation(1), generation(1)]);
    expect(await rejection(run(() => Promise.reject(error)))).toBe(error);
    expect(generations()).toEqual([undefined, 1]);
  });

  it.each<[string, () => unknown]>([
    ['a result that succeeded', () => ({ content: REFUSED.content })],
    ['no result', () => undefined],
    ['a text', () => '401 Unauthorized'],
    ['an error that is no answer of the server', () => Promise.reject(new Error('401 Unauthorized'))],
    ['an error of the system', () => Promise.reject(Object.assign(new Error('401'), { code: 'ENOENT' }))],
    ['an abort', () => Promise.reject(new DOMException('401 Unauthorized', 'AbortError'))],
  ])('is not seen in %s', async (_what, use) => {
    const { run, generations } = setUp([generation(1), generation(2)], { isSafeToRepeat: () => true });
    await Promise.resolve(run(use)).catch(() => undefined);
    expect(generations()).toEqual([undefined]);
  });

  it('is not seen in an error that quotes the call: of the option, or as `callOneTool` made it', async () => {
    const quoting = failed('No results for: 401 Unauthorized');
    const asked = { query: '401 Unauthorized' };
    const withOption = setUp([generation(1), generation(2)], { arguments: asked });
    await withOption.run(() => quoting);
    expect(withOption.generations()).toEqual([undefined]);
    const client = {
      connect: async () => undefined,
      callTool: async (_call: object) => ({ ...quoting }),
      close: async () => undefined,
    };
    const bySdk = setUp([generation(1), generation(2)]);
    await bySdk.run(() => callOneTool(client, undefined, { name: 'list', arguments: asked }));
    expect(bySdk.generations()).toEqual([undefined]);
    const other = setUp([generation(1), generation(2)]);
    await other.run(() => callOneTool(client, undefined, { name: 'list', arguments: { query: 'x' } }));
    expect(other.generations()).toEqual([undefined, 1]);
  });

  it('T151: tells a predicate nothing of the token, and is not lost by one that throws', async () => {
    const seen: unknown[] = [];
    const isRejected = (...all: unknown[]) => {
      seen.push(all);
      throw new Error('predicate');
    };
    const { run } = setUp([generation(1), generation(2)], { isRejected });
    const error = Object.assign(new Error('not with token-of-generation-1'), { code: -32_603 });
    expect(await run((token) => failed(`not with ${token}`))).toEqual(failed('not with [removed]'));
    expect(seen).toEqual([
      [{ result: failed('not with [removed]') }, { tool: 'list', arguments: undefined }],
    ]);
    const other = setUp([generation(1), generation(2)], { isRejected });
    expect(await rejection(other.run(() => Promise.reject(error)))).toBe(error);
    expect(seen).toHaveLength(2);
    expect(JSON.stringify(seen)).not.toContain('token-of-generation');
  });

  it('T151: loses the tokens of both processes from what the second one says', async () => {
    const { run } = setUp([generation(1), generation(2)], { isSafeToRepeat: () => true });
    const result = await run((token) =>
      token === 'token-of-generation-1'
        ? REFUSED
        : { content: [{ type: 'text', text: `${token} and token-of-generation-1` }] },
    );
    expect(JSON.stringify(result)).not.toContain('token-of-generation');
  });
});
