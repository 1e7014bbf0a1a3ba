/**
 * Covers local/demo-provider.ts, local/demo-provider-api.ts, local/demo-provider-accounts.ts, local/pages,
 * local/oidc-interactions.ts.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Browserless } from '../../local/browserless.ts';
import { startDemoProvider } from '../../local/demo-provider.ts';
import { stateDir } from './state-dir.ts';

const CLIENT = {
  clientId: 'connections-demo',
  clientSecret: 'demo secret',
  redirectUris: ['http://127.0.0.1:4100/cb'],
};
const CALLBACK = 'http://127.0.0.1:4100/cb';
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const SCOPE = 'openid email offline_access notes:read tasks:read';

type Demo = Awaited<ReturnType<typeof start>>;
interface Tokens {
  access_token: string;
  refresh_token: string;
  scope: string;
  expires_in: number;
}

async function start(
  options: { stateDir?: string; port?: number; accessTokenLifetimeSeconds?: number } = {},
) {
  const provider = await startDemoProvider({
    port: 0,
    clients: [CLIENT],
    accessTokenLifetimeSeconds: 3600,
    ...options,
  });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= provider.close());
  onTestFinished(close);
  return { ...provider, close };
}

function browser() {
  return new Browserless({ stopAt: ({ href }) => href.startsWith(CALLBACK) });
}

function authorizationUrl({ origin }: { origin: string }, changes: Record<string, string> = {}): string {
  const url = new URL('/authorize', origin);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT.clientId,
    redirect_uri: CALLBACK,
    scope: SCOPE,
    state: 'a-state',
    prompt: 'consent',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  }).toString();
  return url.href;
}

async function consent(demo: Demo, decision: 'Allow' | 'Cancel' = 'Allow', person = browser()) {
  const page = await person.press(await person.open(authorizationUrl(demo)), 'ada@demo.test');
  return new URL((await person.press(page, decision)).url).searchParams;
}

function post(demo: Demo, path: string, form: Record<string, string>, client = CLIENT) {
  const credentials = [client.clientId, client.clientSecret].map((part) =>
    new URLSearchParams([['', part]]).toString().slice(1),
  );
  return fetch(demo.origin + path, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials.join(':')).toString('base64')}` },
    body: new URLSearchParams(form),
  });
}

async function connect(demo: Demo): Promise<Tokens> {
  const code = (await consent(demo)).get('code') ?? '';
  const answer = await post(demo, '/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  });
  return (await answer.json()) as Tokens;
}

function refresh(demo: Demo, token: string) {
  return post(demo, '/token', { grant_type: 'refresh_token', refresh_token: token });
}

function notes(demo: Demo, token: string, path = '/api/notes') {
  return fetch(demo.origin + path, { headers: { authorization: `Bearer ${token}` } });
}

describe('the demo provider', () => {
  test('asks who and what, and returns with state and issuer', async () => {
    const demo = await start();
    const person = browser();
    const accounts = await person.open(authorizationUrl(demo));
    expect(accounts.html).toContain('Choose an account');
    const question = await person.press(accounts, 'bob@demo.test');
    expect(question.html).toContain('Read your notes');
    expect(question.html).toContain('Read your tasks');
    expect(question.html).not.toContain('Change your notes');
    const returned = new URL((await person.press(question, 'Allow')).url).searchParams;

    expect(returned.get('code')).toBeTruthy();
    expect(returned.get('state')).toBe('a-state');
    expect(returned.get('iss')).toBe(demo.origin);
  });

  test('returns access_denied when the person cancels', async () => {
    const returned = await consent(await start(), 'Cancel');

    expect(returned.get('error')).toBe('access_denied');
    expect(returned.get('state')).toBe('a-state');
    expect(returned.get('code')).toBeNull();
  });

  test('lets a signed-in person use another account', async () => {
    const demo = await start();
    const person = browser();
    await consent(demo, 'Allow', person);
    const again = await person.open(authorizationUrl(demo));
    expect(again.html).toContain('Allow');

    const accounts = await person.open(`${again.url}/accounts`);
    const signOut = await person.press(accounts, 'bob@demo.test');
    const question = await person.submit(signOut);
    expect(question.html).toContain('bob@demo.test');
  });

  test('issues an opaque access token, a refresh token and the account’s facts', async () => {
    const demo = await start({ accessTokenLifetimeSeconds: 90 });
    const tokens = await connect(demo);

    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 90 });
    expect(tokens.scope.split(' ').sort()).toEqual(SCOPE.split(' ').sort());
    expect(tokens.access_token).toMatch(/^[\w-]{43}$/);
    expect(tokens.refresh_token).toBeTruthy();
    const userinfo = await notes(demo, tokens.access_token, '/userinfo');
    expect(await userinfo.json()).toEqual({ sub: 'demo-ada', name: 'Ada Demo', email: 'ada@demo.test' });
  });

  test('refuses a code without its verifier, a wrong secret and a request without PKCE', async () => {
    const demo = await start();
    const code = (await consent(demo)).get('code') ?? '';
    const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };

    const stolen = await post(demo, '/token', { ...form, code_verifier: `${VERIFIER}x` });
    expect(await stolen.json()).toMatchObject({ error: 'invalid_grant' });
    const wrong = await post(demo, '/token', form, { ...CLIENT, clientSecret: 'wrong' });
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { error: 'invalid_client' }]);
    const unproven = await browser().open(authorizationUrl(demo, { code_challenge: '' }));
    expect(new URL(unproven.url).searchParams.get('error')).toBe('invalid_request');
  });

  test('rotates the refresh token, and ends the grant when a spent one comes back', async () => {
    const demo = await start();
    const first = await connect(demo);
    const second = (await (await refresh(demo, first.refresh_token)).json()) as Tokens;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await notes(demo, second.access_token)).status).toBe(200);

    const replay = await refresh(demo, first.refresh_token);
    expect([replay.status, await replay.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
    expect((await refresh(demo, second.refresh_token)).status).toBe(400);
    expect((await notes(demo, second.access_token)).status).toBe(401);
  });

  test('revokes a refresh token with its access token, and no other consent', async () => {
    const demo = await start();
    const [one, other] = [await connect(demo), await connect(demo)];

    expect((await post(demo, '/revoke', { token: one.refresh_token })).status).toBe(200);
    expect((await refresh(demo, one.refresh_token)).status).toBe(400);
    expect((await notes(demo, one.access_token)).status).toBe(401);
    expect((await notes(demo, other.access_token)).status).toBe(200);
    expect((await refresh(demo, other.refresh_token)).status).toBe(200);
    expect((await post(demo, '/revoke', { token: 'never issued' })).status).toBe(200);
  });

  test('guards its API by token and scope, and notes each request', async () => {
    const demo = await start();
    const { access_token: token } = await connect(demo);

    const answer = await notes(demo, token);
    expect(await answer.json()).toMatchObject({
      account: 'ada@demo.test',
      notes: [{ id: 'n1' }, { id: 'n2' }],
    });
    const unknown = await notes(demo, 'unknown', '/api/tasks');
    expect(unknown.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    const bare = await fetch(`${demo.origin}/api/notes`);
    expect(bare.headers.get('www-authenticate')).toBe('Bearer');
    expect(demo.apiRequests).toEqual([
      { path: '/api/notes', authorization: `Bearer ${token}`, status: 200 },
      { path: '/api/tasks', authorization: 'Bearer unknown', status: 401 },
      { path: '/api/notes', authorization: undefined, status: 401 },
    ]);
  });

  test('answers insufficient_scope for a scope that was not granted', async () => {
    const demo = await start();
    const person = browser();
    const url = authorizationUrl(demo, { scope: 'openid notes:read' });
    const page = await person.press(await person.press(await person.open(url), 'Ada'), 'Allow');
    const code = new URL(page.url).searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
    const tokens = (await (await post(demo, '/token', form)).json()) as Tokens;

    expect(tokens.refresh_token).toBeUndefined();
    const refused = await notes(demo, tokens.access_token, '/api/tasks');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('scope="tasks:read"');
  });

  test('keeps grants and clients over a restart, in a file of its owner', async () => {
    const directory = stateDir();
    const first = await start({ stateDir: directory });
    const tokens = await connect(first);
    await first.registerClient({ ...CLIENT, clientId: 'another' });
    await first.close();

    const second = await start({ stateDir: directory, port: Number(new URL(first.origin).port) });
    expect((await notes(second, tokens.access_token)).status).toBe(200);
    expect((await refresh(second, tokens.refresh_token)).status).toBe(200);
    const asAnother = await post(second, '/revoke', { token: 'x' }, { ...CLIENT, clientId: 'another' });
    expect(asAnother.status).toBe(200);
    const file = join(directory, 'demo-provider.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')))).toContain('RefreshToken');
  });

  test('takes a further redirect URI at run time', async () => {
    const demo = await start();
    const url = authorizationUrl(demo, { redirect_uri: 'http://127.0.0.1:4100/other' });
    expect((await browser().open(url)).status).toBe(400);

    await demo.registerClient({ ...CLIENT, redirectUris: ['http://127.0.0.1:4100/other'] });
    expect((await browser().open(url)).html).toContain('Choose an account');
    expect((await browser().open(authorizationUrl(demo))).html).toContain('Choose an account');
  });

  test('says nothing on the console', async () => {
    const spies = (['info', 'warn', 'error', 'log'] as const).map((name) => vi.spyOn(console, name));
    onTestFinished(() => void vi.restoreAllMocks());
    const demo = await start();
    const tokens = await connect(demo);
    await refresh(demo, tokens.refresh_token);
    await post(demo, '/revoke', { token: tokens.access_token });
    await refresh(demo, 'unknown');

    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });
});
