/**
 * The real entry of mcp-sign-in, by events of API Gateway's authorizer: which tokens are good at which address.
 * Covers lambdas/mcp-sign-in.ts, lambdas/mcp-address.ts, src/endpoint/authorize-visit.ts, src/endpoint/challenge.ts,
 * src/aws/rest-api/request-of-event.ts.
 */
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { ACCESS_TOKEN_PROFILE_NAMES } from '../../src/contract/environment.ts';
import { answerFunctions } from '../setup/stand-in-fetch.ts';
import { authorizerEvent, bearer, type McpHeaders } from './authorizer-events.ts';
import { captureLog, coldStart, VALUES } from './entry.ts';
import { callerToken, issuerFetch, setIssuerDown } from './issuer-stand-in.ts';
import { ACCESS_TOKENS, type Kind, LOOK_ALIKES, NEVER } from './token-kinds.ts';

answerFunctions(issuerFetch);

let logged: string[];
beforeEach(() => {
  logged = captureLog();
});
afterEach(() => setIssuerDown(false));

const ADDRESS = VALUES.mcpAddress;
const start = (values: Parameters<typeof coldStart>[1]['values'] = {}) =>
  // Nobody answers there: the function has nothing to do with a table.
  coldStart('mcp-sign-in', { dynamodb: 'http://127.0.0.1:9', values });

/** The event of a request to an address below {@link ADDRESS}. */
function eventAt(path: string, headers: McpHeaders, httpMethod = 'POST') {
  const [workspace, server] = path.split('/').slice(1);
  const resource = server ? '/{workspace}/{server}' : workspace ? '/{workspace}' : '/';
  const pathParameters = { ...(workspace && { workspace }), ...(server && { server }) };
  const of = { resource, path: path || '/', pathParameters, httpMethod };
  const methodArn = `arn:aws:execute-api:eu-central-1:111122223333:a1b2c3d4e5/mcp/${httpMethod}${of.path}`;
  return { ...authorizerEvent({ headers }), ...of, methodArn };
}

interface Answer {
  policyDocument: { Version: string; Statement: { Action: string; Effect: string; Resource: string }[] };
  principalId: string;
  context: Record<string, string>;
}
type Handler = Awaited<ReturnType<typeof start>>;
const ask = async (handler: Handler, path: string, headers: McpHeaders, httpMethod?: string) =>
  (await handler(eventAt(path, headers, httpMethod), undefined)) as Answer;
const effectOf = ({ policyDocument }: Answer) => policyDocument.Statement.map(({ Effect }) => Effect).join();
const asked = async (handler: Handler, path: string, token: string) =>
  effectOf(await ask(handler, path, bearer(token)));

const METADATA = `${ADDRESS}/.well-known/oauth-protected-resource`;
const challenge = (path: string, error = '') =>
  `Bearer ${error}resource_metadata="${METADATA}${path}", scope="mcp:call"`;
const INVALID = 'error="invalid_token", ';
const PATHS = ['', '/acme', '/~me', '/acme/notes'];

describe.each(PATHS)('at %j', (path) => {
  it('lets a token for this very address through, and says nothing else of it', async () => {
    const token = await callerToken({ aud: `${ADDRESS}${path}` });
    const event = eventAt(path, bearer(token));
    expect(await (await start())(event, undefined)).toEqual({
      principalId: 'caller',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }],
      },
      context: {},
    });
  });

  it.each(['POST', 'DELETE', 'GET'])(
    'challenges a %s without a token, with the metadata of this address',
    async (method) => {
      const answer = await ask(await start(), path, {}, method);
      expect(effectOf(answer)).toBe('Deny');
      expect(answer.context).toEqual({ challenge: challenge(path) });
      expect(answer.policyDocument.Statement[0]?.Resource).toBe(eventAt(path, {}, method).methodArn);
    },
  );

  it('T225: challenges a token for anything else', async () => {
    const handler = await start();
    const others = PATHS.filter((other) => other !== path).map((other) => `${ADDRESS}${other}`);
    const near = [
      `${ADDRESS}${path}/`,
      `${ADDRESS}${path}/*`,
      `${ADDRESS}/*`,
      `${ADDRESS}${path}x`.toUpperCase(),
    ];
    const audiences: unknown[] = [
      VALUES.jwtAudience,
      ...others,
      ...near,
      [`${ADDRESS}${path}`, VALUES.jwtAudience],
    ];
    for (const aud of audiences) {
      const answer = await ask(handler, path, bearer(await callerToken({ aud })));
      expect([aud, answer.context]).toEqual([aud, { challenge: challenge(path, INVALID) }]);
      expect(effectOf(answer)).toBe('Deny');
    }
  });
});

describe('where the stage names an audience', () => {
  const values = { mcpAudience: 'mcp-of-the-stage', mcpScopes: '[]' };

  it.each(PATHS)('T225: that audience alone is good at %j', async (path) => {
    const handler = await start(values);
    expect(await asked(handler, path, await callerToken({ aud: 'mcp-of-the-stage' }))).toBe('Allow');
    for (const aud of [`${ADDRESS}${path}`, VALUES.jwtAudience, 'mcp-of-the-stage/acme'])
      expect(await asked(handler, path, await callerToken({ aud }))).toBe('Deny');
  });

  it('and no scope is asked for where it names none', async () => {
    const { context } = await ask(await start(values), '/acme', {});
    expect(context.challenge).toBe(`Bearer resource_metadata="${METADATA}/acme"`);
  });
});

describe.each(ACCESS_TOKEN_PROFILE_NAMES)('where the issuer sends %s', (accessTokens) => {
  // The kinds of tokens are for the audience of the API, which here is that of the address.
  const values = { accessTokens, mcpAudience: VALUES.jwtAudience };
  const signed = ({ claims, header }: Kind) => callerToken(claims, undefined, header);
  const [[, good] = ['', {} as Kind]] = Object.entries(ACCESS_TOKENS[accessTokens]);
  const over = ({ claims, header }: Kind): Kind => ({
    claims: { ...good.claims, ...claims },
    header: { ...good.header, ...header },
  });

  it('takes its access tokens', async () => {
    const handler = await start(values);
    for (const [title, kind] of Object.entries(ACCESS_TOKENS[accessTokens]))
      expect([title, await asked(handler, '/acme', await signed(kind))]).toEqual([title, 'Allow']);
  });

  it('T055: takes no other JWT of the issuer', async () => {
    const handler = await start(values);
    const others = [
      ...Object.entries(LOOK_ALIKES[accessTokens]),
      ...Object.entries(NEVER).map(([title, kind]) => [title, over(kind)] as const),
    ];
    expect(others.length).toBeGreaterThan(30);
    for (const [title, kind] of others)
      expect([title, await asked(handler, '/acme', await signed(kind))]).toEqual([title, 'Deny']);
  });
});

describe('a request', () => {
  const token = () => callerToken({ aud: `${ADDRESS}/acme` });
  const headersOf = async (): Promise<[string, McpHeaders][]> => {
    const good = `Bearer ${await token()}`;
    return [
      ['twice the token', { authorization: [good, good] }],
      ['two spellings of the header', { authorization: good, Authorization: good }],
      ['another scheme', { authorization: good.replace('Bearer', 'Basic') }],
      ['no scheme', { authorization: good.replace('Bearer ', '') }],
      ['two tokens in one', { authorization: `${good}, ${good}` }],
      ['no text', { authorization: '' }],
      ['a value that no header can hold', { authorization: `${good}€` }],
      ['an altered signature', { authorization: good.slice(0, -8) }],
    ];
  };

  it('is challenged if its header is no bearer token', async () => {
    const handler = await start();
    for (const [title, headers] of await headersOf()) {
      const answer = await ask(handler, '/acme', headers);
      expect([title, effectOf(answer)]).toEqual([title, 'Deny']);
      expect(answer.context.challenge).toContain(`resource_metadata="${METADATA}/acme"`);
    }
  });

  it.each(['authorization', 'Authorization', 'AUTHORIZATION'])('may spell its header %s', async (name) => {
    const handler = await start();
    expect(effectOf(await ask(handler, '/acme', { [name]: `bearer ${await token()}` }))).toBe('Allow');
  });

  it.each(['/a b', '/acme%2Fnotes', '/..', '/verified', '/acme/provider:google', '/~someone'])(
    'to %j, where nothing is, is left to the endpoint, which says so',
    async (path) => {
      expect(effectOf(await ask(await start(), path, {}))).toBe('Allow');
    },
  );

  it('with a claim of workspaces that cannot be read is left to the endpoint: another sign-in would not help', async () => {
    const odd = await callerToken({ aud: `${ADDRESS}/acme`, workspaces: ['acme:member', {}] });
    expect(await asked(await start(), '/acme', odd)).toBe('Allow');
  });

  it('while the issuer’s keys cannot be had fails, and starts no sign-in', async () => {
    const handler = await start();
    setIssuerDown(true);
    onTestFinished(() => setIssuerDown(false));
    await expect(ask(handler, '/acme', bearer(await token()))).rejects.toThrow('mcp-sign-in failed');
    expect(logged.join('')).not.toContain(await token());
  });

  it.each([undefined, null, 'text', {}, { httpMethod: 'POST' }])(
    'that is an event of something else fails: %j',
    async (event) => {
      await expect((await start())(event, undefined)).rejects.toThrow('mcp-sign-in failed');
      expect(JSON.parse(logged.at(-1) ?? '{}')).toMatchObject({ event: 'unhandled', error: 'TypeError' });
    },
  );
});

describe('a function that is told something else', () => {
  it.each(['mcp:call', '"mcp:call"', '[7]', '{}'])('does not start with scopes %s', async (mcpScopes) => {
    await expect(start({ mcpScopes })).rejects.toThrow();
  });
});
