/**
 * What a door answers where there is no token: 401 for the caller's own token, else 403 with the refusal as JSON.
 * Covers client/src/door/serve/caller-token.ts, client/src/door/serve/workspace-of-caller.ts,
 * client/src/door/serve/door-refusal.ts, client/src/door/serve/kept-refusals.ts.
 */
import { describe, expect, it } from 'vitest';
import { refused, sdkError, TOKEN } from '../client/fake-injector.ts';
import { callOf, configOf, jwt, OTHER_SECRET, reasonOf, setUpDoor } from './set-up-door.ts';

const bearing = (claims: object) => ({ authorization: `Bearer ${jwt(claims)}` });
const CONNECT = 'https://dashboard.example.com/?connect=demo';

describe('a caller token that', () => {
  it.each<[string, string | string[] | undefined]>([
    ['is missing', undefined],
    ['is of another scheme', `Basic ${jwt()}`],
    ['is no JWT', 'Bearer abc'],
    ['has no claims', 'Bearer YQ.YQ.YQ'],
    ['has expired', `Bearer ${jwt({ exp: 1_000_000_000 })}`],
    ['is there twice', [`Bearer ${jwt()}`, `Bearer ${jwt({ sub: 'bob' })}`]],
    ['is too long', `Bearer ${jwt({ x: 'y'.repeat(8192) })}`],
    ['holds another character', `Bearer ${jwt()} x`],
  ])('%s is answered with 401', async (_what, authorization) => {
    const metadata = 'https://gateway.example.com/.well-known/oauth-protected-resource/mcp';
    const { ask, lambda } = await setUpDoor({ server: { resourceMetadata: metadata } });
    const answer = await ask({ headers: { authorization } });
    expect([answer.status, reasonOf(answer)]).toEqual([401, 'caller_not_authorized']);
    expect(answer.headers['www-authenticate']).toBe(`Bearer resource_metadata="${metadata}"`);
    expect(lambda.requests).toEqual([]);
  });

  it('the injector does not accept is answered with 403', async () => {
    const { ask } = await setUpDoor({}, { answer: refused('caller_not_authorized') });
    expect(await ask()).toMatchObject({ status: 403 });
    const { ask: withoutMetadata } = await setUpDoor();
    const answer = await withoutMetadata({ headers: { authorization: undefined } });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });
});

describe('the workspace', () => {
  const CLAIM = { config: { workspaceClaim: 'workspaces' }, server: { workspace: undefined } };

  it.each<[string, object, object, string]>([
    ['is that of the header', {}, { ...bearing({}), 'x-connections-workspace': 'globex' }, 'globex'],
    ['is that of the configuration', claimAnd('acme'), bearing({ workspaces: ['globex:member'] }), 'acme'],
    [
      'is the only one of the claim',
      CLAIM,
      bearing({ workspaces: ['globex:member', 'globex:admin'] }),
      'globex',
    ],
    ['is the only one of a claim that is a text', CLAIM, bearing({ workspaces: 'globex:admin' }), 'globex'],
  ])('%s', async (_what, changes, headers, workspaceId) => {
    const { ask, lambda } = await setUpDoor(changes);
    expect(await ask({ headers: headers as Record<string, string> })).toMatchObject({ status: 200 });
    expect(lambda.requests).toMatchObject([{ workspaceId }]);
  });

  it.each<[string, object, string]>([
    ['several', { workspaces: ['acme:member', 'globex:member'] }, 'workspace_not_chosen'],
    ['none', {}, 'workspace_not_chosen'],
    ['no text', { workspaces: [7] }, 'workspace_not_chosen'],
  ])('is not chosen among %s', async (_what, claims, reason) => {
    const { ask, lambda } = await setUpDoor(CLAIM);
    expect(reasonOf(await ask({ headers: bearing(claims) }))).toBe(reason);
    expect(lambda.requests).toEqual([]);
  });

  it('cannot be named twice', async () => {
    const { ask } = await setUpDoor();
    const answer = await ask({ headers: { 'x-connections-workspace': ['acme', 'globex'] } });
    expect(reasonOf(answer)).toBe('invalid_request');
  });
});

/** A configuration with a claim and a workspace. */
function claimAnd(workspace: string) {
  return { config: { workspaceClaim: 'workspaces' }, server: { workspace } };
}

describe('T208: an injector that', () => {
  it.each([
    ['is denied', { error: sdkError('AccessDeniedException', 403) }],
    ['is throttled', { error: sdkError('TooManyRequestsException', 429) }],
    ['fails', { functionError: 'Unhandled', payload: TOKEN }],
    ['answers no JSON', { payload: `{"isAuthorized":true,"context":{"headers":{"Authorization":"${TOKEN}"` }],
    ['answers of another version', { answer: { isAuthorized: true, context: { token: TOKEN } } }],
    ['answers nothing', { payload: '' }],
    ['answers a break of a line', { answer: { isAuthorized: true, context: { headers: { A: 'a\nb' } } } }],
  ])('%s gives no token, and is asked once', async (_what, outcome) => {
    const { ask, lambda, log } = await setUpDoor({}, outcome);
    const answer = await ask();
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'temporarily_unavailable']);
    expect(lambda.requests).toHaveLength(1);
    expect(JSON.stringify([answer, log])).not.toContain(TOKEN);
  });
});

describe('a refusal', () => {
  it('has all that the injector says', async () => {
    const more = { connectUrl: CONNECT, missingScopes: ['notes:read'], retryAfterSeconds: 7 };
    const { ask } = await setUpDoor({}, { answer: refused('insufficient_scope', more) });
    const answer = await ask({ body: callOf('search') });
    expect(JSON.parse(answer.body)).toEqual({
      reason: 'insufficient_scope',
      message: 'Because of insufficient_scope.',
      ...more,
    });
    expect(answer.headers).not.toHaveProperty('x-connections-refusal');
  });

  it('waits for the gateway that fetches it, once, and spends nothing more', async () => {
    const changes = { gateway: { fetchesRefusals: true } };
    const { ask, lambda } = await setUpDoor(changes, {
      answer: refused('not_connected', { connectUrl: CONNECT }),
    });
    const first = await ask();
    const id = String(first.headers['x-connections-refusal']);
    const path = `/refusals/${id}`;
    const others = { 'x-connections-door': OTHER_SECRET };
    expect(await ask({ path, headers: others })).not.toMatchObject({ body: first.body });
    expect(await ask({ path, headers: { 'x-connections-door': undefined } })).not.toMatchObject({
      body: first.body,
    });
    expect(await ask({ path })).toMatchObject({ status: 403, body: first.body });
    expect(await ask({ path })).not.toMatchObject({ body: first.body });
    expect(lambda.requests).toHaveLength(1);
  });

  it('is not pushed out by those of another gateway', async () => {
    const fetches = { fetchesRefusals: true };
    const { gateways, ...config } = configOf() as { gateways: object[] };
    const both = gateways.map((each) => ({ ...each, ...fetches }));
    const { ask } = await setUpDoor(
      { config: { ...config, gateways: both } },
      { answer: refused('not_connected') },
    );
    const first = await ask();
    const others = { 'x-connections-door': OTHER_SECRET };
    for (let count = 0; count < 1_001; count += 1) await ask({ path: '/authorize/tide', headers: others });
    const path = `/refusals/${String(first.headers['x-connections-refusal'])}`;
    expect(await ask({ path })).toMatchObject({ status: 403, body: first.body });
  });
});
