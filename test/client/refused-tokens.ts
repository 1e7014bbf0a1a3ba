/** Answers that say that the provider refused the token, and answers that only look like it. */
import type { RpcAnswer } from '../../client/src/index.ts';

export const texts = (...all: string[]) => all.map((text) => ({ type: 'text', text }));
export const failed = (...all: string[]): RpcAnswer => ({
  result: { content: texts(...all), isError: true },
});
export const rpcError = (error: object): RpcAnswer => ({ error: { code: -32_603, ...error } });
const json = (value: unknown) => failed(JSON.stringify(value));

/** Each says that the token was refused. */
export const REFUSED_TOKENS: [string, RpcAnswer][] = [
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
];

/** None says that. */
export const OTHER_ERRORS: [string, RpcAnswer][] = [
  ['a 403', failed('403 Forbidden')],
  ['a 403 with the word', failed('Request failed with status code 403 (403: {"error":"unauthorized"})')],
  ['Google’s 403', json({ error: { code: 403, status: 'PERMISSION_DENIED', message: 'Unauthorized' } })],
  ['a 401 behind a 403', failed('403 Forbidden: the page said HTTP 401')],
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
];

/** What a refusal says, in the places where it says it. */
export const REFUSALS = [
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

/** The error object of Notion. */
export const NOTION = {
  object: 'error',
  status: 401,
  code: 'unauthorized',
  message: 'API token is invalid.',
};
/** A result that does not call itself an error. */
export const succeeded = (text: string, more: object = {}) => ({ result: { content: texts(text), ...more } });

/** None of these results is Notion's error object and nothing else. */
export const OTHER_RESULTS: [string, RpcAnswer][] = [
  ['with words around it', succeeded(`The API said ${JSON.stringify(NOTION)}`)],
  ['within another object', succeeded(JSON.stringify({ page: NOTION }))],
  ['in a list', succeeded(JSON.stringify([NOTION]))],
  ['with another status', succeeded(JSON.stringify({ ...NOTION, status: 403 }))],
  ['with its status as a text', succeeded(JSON.stringify({ ...NOTION, status: '401' }))],
  ['without its kind', succeeded(JSON.stringify({ status: 401, code: 'unauthorized' }))],
  ['that says that it succeeded', succeeded(JSON.stringify(NOTION), { isError: false })],
  ['beside a structured result', succeeded(JSON.stringify(NOTION), { structuredContent: {} })],
  ['that is long', succeeded(JSON.stringify({ ...NOTION, page: 'x'.repeat(2_000) }))],
  ['beside another text', { result: { content: texts(JSON.stringify(NOTION), 'and more') } }],
];
