/**
 * Covers lambdas/token-injector.ts, lambdas/stage-servers.ts, src/broker/inject/answer-runtime.ts,
 * src/broker/inject/answer-injection.ts.
 */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectionStore } from '../../src/aws/table/connections.ts';
import type { InjectionAnswer } from '../../src/contract/injection-messages.ts';
import { systemRandom } from '../../src/system/random.ts';
import { added, connection } from '../adapters/samples.ts';
import { answerFunctions } from '../setup/stand-in-fetch.ts';
import { captureLog, coldStart, DASHBOARD } from './entry.ts';
import { lambdaContext } from './events.ts';
import { callerToken, issuerFetch, setIssuerDown } from './issuer-stand-in.ts';
import { type CountedTable, countedTable, TABLE } from './table-behind-a-counter.ts';

answerFunctions(issuerFetch);

type Inject = (event: unknown, context?: unknown) => Promise<InjectionAnswer>;

let table: CountedTable;
/** The default: a caller token is required. */
let strict: Inject;
/** The stage’s own decision to do without. */
let trusting: Inject;
beforeAll(async () => {
  table = await countedTable();
  const dynamodb = table.endpoint;
  const callerToken = 'trust-the-runtime-without-a-caller-token';
  trusting = (await coldStart('token-injector', { dynamodb, values: { callerToken } })) as Inject;
  strict = (await coldStart('token-injector', { dynamodb })) as Inject;
});
afterAll(() => table.close());
let lines: string[];
let measured: string[];
beforeEach(() => {
  measured = [];
  lines = captureLog(measured);
});
afterEach(() => {
  table.refuse(undefined);
  setIssuerDown(false);
  vi.restoreAllMocks();
});

const operation = (changes: Record<string, unknown> = {}) => ({
  id: systemRandom.uuidV7(Date.now()),
  kind: 'call',
  server: 'google-gmail',
  tool: 'search_threads',
  ...changes,
});
/** As it arrives: what is undefined is not there. */
const request = (changes: Record<string, unknown> = {}) =>
  JSON.parse(JSON.stringify({ version: '1', workspaceId: 'acme', operation: operation(), ...changes }));
const reasonOf = (answer: InjectionAnswer) => (answer.isAuthorized ? 'injected' : answer.context.reason);

describe('token-injector’s function tells in its log', () => {
  it('how every request for a token ended, in one line, from which it is counted', async () => {
    await trusting(request());
    await trusting({});
    await trusting({ version: '1', workspaceId: 'acme', check: ['google-gmail'] });
    table.refuse({ type: 'AccessDeniedException', message: 'x' });
    await trusting(request());
    const ends = lines.map((line) => JSON.parse(line)).map(({ event, outcome }) => [event, outcome]);
    expect(ends).toEqual([
      ['injection', 'not_connected'],
      ['injection', 'invalid_request'],
      ['injection_failed', undefined],
    ]);
    expect(measured).toEqual([]);
  });
});

describe('T255: token-injector’s function, with keys that somebody wrote into the table', () => {
  it('refuses their tokens, and asks the table for nothing before it knows its caller', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
    for (const pk of ['issuer', 'keys', 'jwks', 'key', 'https://issuer.example'])
      await table.client.send(
        new PutItemCommand({
          TableName: TABLE,
          Item: marshall({ pk: `${pk}#`, sk: '-', jwks: { keys: [jwk] }, keys: [jwk], at: Date.now() }),
        }),
      );
    table.requests.length = 0;
    for (const kid of ['one', 'forged']) {
      const forged = await callerToken({}, privateKey, { kid });
      expect(reasonOf(await strict(request({ callerToken: forged })))).toBe('caller_not_authorized');
    }
    expect(table.requests).toEqual([]);
  });
});

describe('token-injector’s function, when another process refreshes', () => {
  it('does not wait for it longer than its own time allows', async () => {
    const now = Date.now();
    const lease = { leaseId: 'another', leaseUntil: now + 45_000, answerBy: now + 10_000 };
    const times = { refreshedAt: now - 3_600_000, accessExpiresAt: now - 1_000 };
    const grantedScopes = ['https://www.googleapis.com/auth/gmail.readonly'];
    const key = { workspaceId: 'leased', connectionId: 'google' };
    const connections = connectionStore({ client: table.client, tableName: TABLE });
    await connections.add(key, added({ ...connection, ...times, ...lease, grantedScopes }));
    const context = { ...lambdaContext('token-injector'), getRemainingTimeInMillis: () => 900 };
    table.requests.length = 0;
    const answer = await trusting(request({ workspaceId: 'leased' }), context);
    expect(reasonOf(answer)).toBe('temporarily_unavailable');
    // One of the choices of the workspace for the server, and one of the connection.
    expect(table.requests.filter((operation) => operation === 'GetItem')).toHaveLength(2);
  });
});

describe('token-injector’s function: whatever the event', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['text', 'give me a token'],
    ['a list', [request()]],
    ['an empty object', {}],
    ['a cycle', cyclic],
    ['an event of API Gateway', { version: '2.0', routeKey: 'GET /', rawPath: '/' }],
    ['an event of a queue', { Records: [{ body: JSON.stringify(request()) }] }],
    ['another version', request({ version: '2' })],
    ['a version that is a number', request({ version: 1 })],
    ['no workspace', request({ workspaceId: undefined })],
    ['T061: a workspace with a delimiter', request({ workspaceId: 'acme#x' })],
    ['a workspace called “verified”', request({ workspaceId: 'verified' })],
    ['T061: a connection with a slash', request({ connectionId: 'google/x' })],
    ['T060: a field too many', request({ tokens: true })],
    ['T060: a field too many within the operation', request({ operation: operation({ host2: 'x' }) })],
    ['an operation without an id', request({ operation: operation({ id: undefined }) })],
    ['an id that is a UUIDv4', request({ operation: operation({ id: crypto.randomUUID() }) })],
    ['a call without a tool', request({ operation: operation({ tool: undefined }) })],
    ['discovery with a tool', request({ operation: operation({ kind: 'discovery' }) })],
    ['another kind', request({ operation: operation({ kind: 'anything' }) })],
    ['T172: a caller token of 10 kB', request({ callerToken: 'a'.repeat(10_000) })],
    ['51 scopes', request({ scopes: Array(51).fill('s') })],
    [
      'T139: an id of yesterday',
      request({ operation: operation({ id: systemRandom.uuidV7(Date.now() - 86_400_000) }) }),
    ],
    ['T176: a polluting key', JSON.parse('{"__proto__":{"isAuthorized":true},"version":"1"}')],
  ])('%s: a refusal, never an exception, and nothing is read', async (_title, event) => {
    table.requests.length = 0;
    for (const inject of [strict, trusting]) {
      const answer = await inject(event);
      expect(answer).toEqual({
        isAuthorized: false,
        context: {
          reason: 'invalid_request',
          message: 'The request does not have the form of the injection contract.',
        },
      });
    }
    expect(table.requestsOfCalls()).toEqual([]);
    expect(({} as { isAuthorized?: boolean }).isAuthorized).toBeUndefined();
  });
});

describe('token-injector’s function, where a caller token is required', () => {
  it('T056 T059: refuses without one, before anything is read', async () => {
    table.requests.length = 0;
    expect(reasonOf(await strict(request()))).toBe('caller_not_authorized');
    expect(table.requestsOfCalls()).toEqual([]);
  });

  it('T059: refuses for now while the issuer is not there, before anything is read', async () => {
    setIssuerDown(true);
    const anew = (await coldStart('token-injector', { dynamodb: table.endpoint })) as Inject;
    table.requests.length = 0;
    const answer = await anew(request({ callerToken: 'eyJhbGciOiJSUzI1NiJ9.e30.leak' }));
    expect(answer).toMatchObject({
      isAuthorized: false,
      context: { reason: 'temporarily_unavailable', retryAfterSeconds: 1 },
    });
    expect(table.requestsOfCalls()).toEqual([]);
    expect(lines.join()).toContain('injection_failed');
    expect(lines.join() + JSON.stringify(answer)).not.toContain('leak');
  });

  it.each([
    '',
    'trust',
    'TRUST-THE-RUNTIME-WITHOUT-A-CALLER-TOKEN',
    'trust-the-runtime-without-a-caller-token ',
  ])('T059: only the exact word switches it off, not “%s”', async (callerToken) => {
    const dynamodb = table.endpoint;
    const inject = coldStart('token-injector', { dynamodb, values: { callerToken } });
    if (callerToken === '') await expect(inject).rejects.toThrow('CONNECTIONS_CALLER_TOKEN');
    else expect(reasonOf(await ((await inject) as Inject)(request()))).toBe('caller_not_authorized');
  });
});

describe('token-injector’s function, where the stage trusts its runtime', () => {
  it('T030: says where to connect what is not connected, with one write for the mark and one for the outcome', async () => {
    await trusting(request());
    table.requests.length = 0;
    const call = request();
    expect(await trusting(call)).toEqual({
      isAuthorized: false,
      context: {
        reason: 'not_connected',
        message: 'This workspace has not connected the provider yet.',
        connectUrl: `${DASHBOARD}/?connect=google&workspace=acme&server=google-gmail&account=google&refusal=${call.operation.id}`,
      },
    });
    expect(table.requestsOfCalls()).toEqual(['GetItem', 'PutItem', 'UpdateItem']);
  });

  it('T137 T138: refuses an operation id that was used, for the same call and for any other', async () => {
    const first = request();
    expect(reasonOf(await trusting(first))).toBe('not_connected');
    expect(reasonOf(await trusting(first))).toBe('tool_call_replayed');
    const other = { ...first.operation, server: 'github-mcp', tool: 'create_issue' };
    expect(reasonOf(await trusting(request({ operation: other })))).toBe('tool_call_replayed');
    // Ids belong to a workspace: another one's are its own.
    expect(reasonOf(await trusting({ ...first, workspaceId: 'globex' }))).toBe('not_connected');
  });

  it('T058 T140: refuses servers, hosts and connections that do not go together', async () => {
    const reasons = await Promise.all(
      [
        request({ operation: operation({ server: 'nosuch' }) }),
        request({ operation: operation({ host: 'evil.example' }) }),
        request({ connectionId: 'github' }),
        request({ operation: operation({ server: 'provider:google', kind: 'discovery', tool: undefined }) }),
      ].map(async (event) => reasonOf(await trusting(event))),
    );
    expect(reasons).toEqual(['unknown_server', 'host_not_allowed', 'invalid_request', 'tool_not_allowed']);
  });

  it('T064 T179: refuses for now when the table does, and tells nobody why', async () => {
    table.refuse({ type: 'AccessDeniedException', message: 'leak' });
    const answer = await trusting(request());
    expect(reasonOf(answer)).toBe('temporarily_unavailable');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'injection_failed', error: 'AccessDeniedException', workspaceId: 'acme' },
    ]);
    expect(lines.join() + JSON.stringify(answer)).not.toContain('leak');
  });
});
