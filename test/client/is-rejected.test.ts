/** Covers client/src/is-rejected.ts, client/src/rejection-evidence.ts, client/src/rejection-words.ts. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isRejectedByNotion, isRejectedByProvider, type RpcAnswer } from '../../client/src/index.ts';
import {
  failed,
  NOTION,
  OTHER_ERRORS,
  OTHER_RESULTS,
  REFUSALS,
  REFUSED_TOKENS,
  rpcError,
  succeeded,
} from './refused-tokens.ts';

/** What the servers of test/real-servers answered when their API said 401; written by refused-tokens.test.ts there. */
const RECORDED: { server: string; api: string; answer: RpcAnswer }[] = JSON.parse(
  readFileSync(new URL('../fixtures/refused-tokens.json', import.meta.url), 'utf8'),
);

describe('T236: an answer of a server whose provider refused the token', () => {
  it.each(RECORDED.map(({ server, api, answer }) => [server, api, answer] as const))(
    'of %s is known, where the API is %s',
    (server, _api, answer) => {
      const call = { tool: 'list', arguments: { objectType: 'contacts' } };
      const isOfNotion = server === '@notionhq/notion-mcp-server';
      // Notion's own server says it as a success, so only those who ask for that notice it.
      expect(isRejectedByProvider(answer, call)).toBe(!isOfNotion);
      expect(isRejectedByNotion(answer, call)).toBe(true);
    },
  );

  it('was recorded of all installed servers that ask an API', () => {
    expect(new Set(RECORDED.map(({ server }) => server)).size).toBe(3);
    expect(RECORDED.length).toBeGreaterThanOrEqual(9);
  });

  it.each(REFUSED_TOKENS)('is known in %s', (_what, answer) => {
    expect(isRejectedByProvider(answer)).toBe(true);
  });

  it.each(OTHER_ERRORS)('is not taken for one: %s', (_what, answer) => {
    expect(isRejectedByProvider(answer)).toBe(false);
  });
});

describe('T236: content that looks like a refusal', () => {
  const refusal = fc.constantFrom(...REFUSALS);
  const around = fc.constantFrom('', ' ', '\n', 'Re: ', 'From: ops\n\n', ' was in the log.');

  it('in a result that succeeded is never one, in 1,000 results', () => {
    const result = fc.record({
      content: fc.array(
        fc
          .tuple(around, refusal, around)
          .map(([before, text, after]) => ({ type: 'text', text: before + text + after })),
        { minLength: 1, maxLength: 3 },
      ),
      structuredContent: fc.option(fc.record({ status: fc.constant(401), error: refusal }), {
        nil: undefined,
      }),
      isError: fc.constantFrom(undefined, false, 'true', 1, null),
    });
    fc.assert(
      fc.property(result, (each) => {
        expect(isRejectedByProvider({ result: each })).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, (quoted: string) => string]>([
    ['as it is', (quoted) => quoted],
    ['in capital letters', (quoted) => quoted.toUpperCase()],
    ['in a URL', (quoted) => encodeURIComponent(quoted)],
    ['in JSON', (quoted) => JSON.stringify({ query: quoted })],
    ['behind a colon', (quoted) => `Nothing was found for: ${quoted}`],
    ['cut off', (quoted) => `Nothing was found for: ${quoted.slice(0, 24)}`],
  ])('is none in an error that quotes the caller’s argument %s', (_how, quote) => {
    fc.assert(
      fc.property(refusal, fc.constantFrom('query', 'title'), (text, name) => {
        const call = { tool: 'search', arguments: { [name]: `about ${text}` } };
        expect(isRejectedByProvider(failed(quote(text)), call)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('is none where the tool’s name has the word, or an argument within others', () => {
    const answer = failed('list_unauthorized: unauthorized');
    expect(isRejectedByProvider(answer)).toBe(true);
    expect(isRejectedByProvider(answer, { tool: 'list_unauthorized' })).toBe(false);
    expect(isRejectedByProvider(answer, { arguments: { deep: [{ filter: 'Unauthorized' }] } })).toBe(false);
    expect(isRejectedByProvider(failed('Error 401'), { arguments: { user: 401 } })).toBe(false);
    expect(isRejectedByProvider(failed('Error 401'), { arguments: { user: '74013' } })).toBe(true);
    expect(isRejectedByProvider(failed('Error 401'), { arguments: { user: 10n } })).toBe(false);
  });

  it('is none of a page that the call asked for, and one of another address', () => {
    const call = { tool: 'fetch', arguments: { url: 'https://pages.example/secret?a=1' } };
    for (const text of [
      'Failed to fetch https://pages.example/secret - status code 401',
      'HTTP 401 Unauthorized (https://PAGES.example/login)',
    ])
      expect([text, isRejectedByProvider(failed(text), call)]).toEqual([text, false]);
    expect(isRejectedByProvider(failed('GET https://api.example/pages: 401 Unauthorized'), call)).toBe(true);
  });

  it('is none where the call is longer than what is searched, since nobody knows what is quoted of it', () => {
    const answer = failed('Error: 401 Unauthorized');
    const spy = vi.spyOn(String.prototype, 'toLowerCase');
    const isRejected = isRejectedByProvider(answer, { arguments: { file: 'x'.repeat(5_000_000) } });
    const longest = Math.max(...spy.mock.contexts.map((text) => String(text).length));
    spy.mockRestore();
    expect(isRejected).toBe(false);
    expect(longest).toBeLessThan(1_000);
    expect(isRejectedByProvider(answer, { arguments: { file: 'x'.repeat(200_000) } })).toBe(true);
  });

  it('is bounded in depth and in size', () => {
    let deep: unknown = { status: 401 };
    for (let level = 0; level < 5_000; level += 1) deep = { error: deep };
    expect(isRejectedByProvider(rpcError({ message: 'x', data: deep }))).toBe(false);
    expect(isRejectedByProvider(failed(`${'('.repeat(100_000)}401)`))).toBe(false);
    expect(isRejectedByProvider(failed(`${'"\''.repeat(50_000)}401 Unauthorized`))).toBe(false);
  });
});

describe('T236: a result that does not call itself an error', () => {
  it('is none, though it is the provider’s error object and nothing else', () => {
    expect(isRejectedByProvider(succeeded(JSON.stringify(NOTION)))).toBe(false);
  });

  it('is one to those who ask for it, for Notion’s own server', () => {
    expect(isRejectedByNotion(succeeded(JSON.stringify(NOTION)), {})).toBe(true);
    expect(isRejectedByNotion(failed('401 Unauthorized'), {})).toBe(true);
    expect(isRejectedByNotion(failed('401 Unauthorized'), { arguments: '401 Unauthorized' })).toBe(false);
  });

  it.each(OTHER_RESULTS)('is none %s, not even then', (_how, answer) => {
    expect(isRejectedByNotion(answer, {})).toBe(false);
  });
});
