/** Covers client/src/is-rejected.ts, client/src/rejection-evidence.ts, client/src/rejection-words.ts. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isRejectedByNotion, isRejectedByProvider, type RpcAnswer } from '../../client/src/index.ts';

const texts = (...all: string[]) => all.map((text) => ({ type: 'text', text }));
const failed = (...all: string[]): RpcAnswer => ({ result: { content: texts(...all), isError: true } });
const rpcError = (error: object): RpcAnswer => ({ error: { code: -32_603, ...error } });
const json = (value: unknown) => failed(JSON.stringify(value));

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

  it.each<[string, RpcAnswer]>([
    ['a status with its phrase', failed('401 Unauthorized')],
    ['a status behind words', failed('Error: Request failed with status code 401')],
    [
      'the GitHub server',
      failed('failed to search issues: GET https://api.github.com/search/issues?q=x: 401 Bad credentials []'),
    ],
    ['an HTTP status line', failed('Upstream said HTTP/1.1 401 Unauthorized')],
    ['a status in brackets', failed('Tool failed (401): token was refused')],
    ['a code of Slack', failed('An API error occurred: invalid_auth')],
    ['Slack’s object', json({ ok: false, error: 'token_revoked' })],
    ['Slack’s inactive account', json({ ok: false, error: 'account_inactive' })],
    [
      'GitHub’s object',
      json({ message: 'Bad credentials', documentation_url: 'https://docs.github.com', status: '401' }),
    ],
    ['GitHub’s sentence', failed('Bad credentials')],
    [
      'Notion’s object',
      json({ object: 'error', status: 401, code: 'unauthorized', message: 'API token is invalid.' }),
    ],
    [
      'Google’s object',
      json({
        error: {
          code: 401,
          message: 'Request had invalid authentication credentials.',
          status: 'UNAUTHENTICATED',
        },
      }),
    ],
    ['HubSpot’s object', json({ status: 'error', message: 'expired', category: 'EXPIRED_AUTHENTICATION' })],
    ['Salesforce’s list', json([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }])],
    ['Graph’s object', json({ error: { code: 'InvalidAuthenticationToken', message: 'x' } })],
    ['a GraphQL error', json({ errors: [{ message: 'x', extensions: { code: 'UNAUTHENTICATED' } }] })],
    ['INVALID_CREDENTIALS', rpcError({ message: 'INVALID_CREDENTIALS' })],
    ['a JSON-RPC error with the sentence', rpcError({ code: -32_001, message: 'Unauthorized' })],
    ['a JSON-RPC error with its data', rpcError({ message: 'Internal error', data: { status: 401 } })],
    [
      'a JSON-RPC error with a response within',
      rpcError({ message: 'x', data: { response: { statusCode: 401 } } }),
    ],
    ['RFC 6750’s code', rpcError({ message: 'invalid_token: The access token expired' })],
    ['JSON within JSON', json({ message: JSON.stringify({ error: { code: 401 } }) })],
    ['JSON behind words', failed('API Error: {"error":"invalid_token","error_description":"x"}')],
    ['the second text', failed('The tool failed.', 'Error: 401 Unauthorized')],
    ['a structured result', { result: { content: [], isError: true, structuredContent: { status: 401 } } }],
    ['httpx', failed("Client error '401 Unauthorized' for url 'https://api.example/x?q=1'")],
    ['requests', failed('401 Client Error: Unauthorized for url: https://api.example/x')],
    ['a Python dictionary', failed("The server responded with: {'ok': False, 'error': 'invalid_auth'}")],
    ['Google’s Python client', failed('<HttpError 401 when requesting https://gmail.example returned "x">')],
    ['an API’s name before it', failed('Gmail API 401: {"error":{}}')],
    ['a name and a status', failed('Request failed: error_code=401')],
    ['a status in square brackets', failed('[401] Unauthorized')],
    ['a sentence among others', failed('Bad credentials. See the documentation.')],
    ['Discord’s message', json({ message: '401: Unauthorized', code: 0 })],
    ['RFC 6749’s code', failed('invalid_grant: Token has been expired or revoked.')],
    ['Graph’s sentence', failed('Access token has expired or is not yet valid.')],
    ['Jira’s sentence', json({ message: 'Client must be authenticated to access this resource.' })],
    ['a bare status', failed('401')],
    ['a bare status behind a request', failed('GET https://api.example/x: 401')],
    ['a status with a sentence of signing in', failed('Error: 401: the token was revoked by its owner')],
  ])('is known in %s', (_what, answer) => {
    expect(isRejectedByProvider(answer)).toBe(true);
  });

  it.each<[string, RpcAnswer]>([
    ['a 403', failed('403 Forbidden')],
    ['a 403 with the word', failed('Request failed with status code 403 (403: {"error":"unauthorized"})')],
    ['Google’s 403', json({ error: { code: 403, status: 'PERMISSION_DENIED', message: 'Unauthorized' } })],
    ['a 401 behind a 403', failed('403 Forbidden: the page says (401)')],
    ['a 404', failed('404 Not Found')],
    ['a rate limit', failed('429 Too Many Requests: unauthorized callers wait longer')],
    ['a 400 with a code', json({ status: 400, error: 'invalid_token' })],
    ['a server’s own trouble', failed('HTTP 500: unauthorized')],
    ['a number that is no status', failed('Found 401 of 402 rows, then stopped')],
    ['an id', failed('Issue 401 does not exist')],
    ['a right that is missing', failed('You are unauthorized to delete this page')],
    ['a text in quotation marks', failed('Cannot parse "401 Unauthorized"')],
    ['a text in single ones', failed("No page with the title 'HTTP 401 Unauthorized' exists")],
    ['a text in typographic ones', failed('No page “401 Unauthorized” exists')],
    ['an address', failed('Cannot open https://api.example/errors/401?code=401')],
    ['a field’s name', failed('The field invalid_token is not known')],
    ['words far behind', failed(`${'The document is not valid. '.repeat(30)}: 401 Unauthorized`)],
    ['a number of lines', failed('Error: 401 lines exceed limit')],
    ['a number of rows', failed('The query returned 401 rows, the limit is 400')],
    ['a number at the end', failed('Rows that were read before the stop: 401')],
    ['a ticket', failed('Error: 401: no such ticket')],
    ['a ticket at the end', failed('Cannot find ticket: 401')],
    ['a ticket in brackets', failed('No such ticket (401).')],
    ['a title of somebody’s data', json({ error: 'conflict', details: [{ title: 'Unauthorized' }] })],
    ['a name of somebody’s data', json({ error: 'conflict', details: [{ name: 'unauthorized' }] })],
    ['nothing', { result: { content: [], isError: true } }],
    ['content of no form', { result: { content: 'x', isError: true } }],
    ['an error of no form', { error: 'Unauthorized' }],
    ['an answer that is empty', {}],
  ])('is not taken for one: %s', (_what, answer) => {
    expect(isRejectedByProvider(answer)).toBe(false);
  });
});

/** What a refusal says, in the places where it says it. */
const REFUSALS = [
  '401 Unauthorized',
  'Error: Request failed with status code 401',
  'Bad credentials',
  'UNAUTHENTICATED',
  'invalid_token',
  '{"ok":false,"error":"token_revoked"}',
  '{"error":{"code":401,"status":"UNAUTHENTICATED"}}',
  '[{"errorCode":"INVALID_SESSION_ID"}]',
  '{"object":"error","status":401,"code":"unauthorized","message":"API token is invalid."}',
];

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
  const notion = { object: 'error', status: 401, code: 'unauthorized', message: 'API token is invalid.' };
  const result = (text: string, more: object = {}) => ({ result: { content: texts(text), ...more } });

  it('is none, though it is the provider’s error object and nothing else', () => {
    expect(isRejectedByProvider(result(JSON.stringify(notion)))).toBe(false);
  });

  it('is one to those who ask for it, for Notion’s own server', () => {
    expect(isRejectedByNotion(result(JSON.stringify(notion)), {})).toBe(true);
    expect(isRejectedByNotion(failed('401 Unauthorized'), {})).toBe(true);
    expect(isRejectedByNotion(failed('401 Unauthorized'), { arguments: '401 Unauthorized' })).toBe(false);
  });

  it.each<[string, RpcAnswer]>([
    ['with words around it', result(`The API said ${JSON.stringify(notion)}`)],
    ['within another object', result(JSON.stringify({ page: notion }))],
    ['in a list', result(JSON.stringify([notion]))],
    ['with another status', result(JSON.stringify({ ...notion, status: 403 }))],
    ['with its status as a text', result(JSON.stringify({ ...notion, status: '401' }))],
    ['without its kind', result(JSON.stringify({ status: 401, code: 'unauthorized' }))],
    ['that says that it succeeded', result(JSON.stringify(notion), { isError: false })],
    ['beside a structured result', result(JSON.stringify(notion), { structuredContent: {} })],
    ['that is long', result(JSON.stringify({ ...notion, page: 'x'.repeat(2_000) }))],
    ['beside another text', { result: { content: texts(JSON.stringify(notion), 'and more') } }],
  ])('is none %s, not even then', (_how, answer) => {
    expect(isRejectedByNotion(answer, {})).toBe(false);
  });
});
