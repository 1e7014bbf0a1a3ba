/**
 * Played providers: what is played is decided by the state folder, and no token crosses from one to the other.
 * Covers local/played-providers, local/state-format.ts, local/start-failure.ts, local/platform-apps-file.ts,
 * local/pages/page.ts.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Browserless } from '../../local/browserless.ts';
import { playedScripts, playedTogether } from '../../local/played-providers/playable.ts';
import { playedFetch } from '../../local/played-providers/played-egress.ts';
import { localProviderFetch } from '../../local/ports.ts';
import { StateOfOtherProviders } from '../../local/state-format.ts';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import type { ProviderRequest } from '../../src/oauth/provider-fetch.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { ask, browserOf, connectPlayed, decide, type Play, startPlay, withdrawAt } from './playing.ts';
import { stateDir } from './state-dir.ts';

async function play(played: string[], folder = stateDir()): Promise<Play> {
  const started = await startPlay({ stateDir: folder, played });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= started.close());
  onTestFinished(close);
  return { ...started, close };
}

const connection = async ({ ada }: Play, id = 'github') =>
  (await ada.connections('acme')).body.connections.find((one) => one.id === id);
const refresh = ({ ada }: Play, id: string) =>
  ada.request<{ outcome?: string; code?: string }>(
    'POST',
    `/v1/workspaces/acme/connections/${encodeURIComponent(id)}/refresh`,
  );

/** `npm start` that is expected to end by itself. */
async function failedStart(...args: string[]) {
  const child = spawn(process.execPath, ['local/start.ts', '--port', '21730', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const [stderr, code] = await Promise.all([text(child.stderr), closed]);
  return { stderr, code };
}

describe('T250: a state folder and what is played', () => {
  it('a played folder starts with what it played, and with nothing else', async () => {
    const first = await play(['google', 'github']);
    await connectPlayed(first, first.ada, 'acme', { provider: 'google', apps: ['gmail'] });
    await first.close();
    const folder = first.stateDir;
    for (const other of [[], ['google'], ['github'], ['google', 'github', 'notion'], ['notion']])
      await expect(startPlay({ stateDir: folder, played: other })).rejects.toThrow(StateOfOtherProviders);

    const again = await play(['github', 'google'], folder);
    expect(await connection(again, 'google')).toMatchObject({ status: 'active' });
    expect((await refresh(again, 'google')).body).toEqual({ outcome: 'refreshed' });
  });

  it('a folder of real tokens is refused to a start that plays', async () => {
    const real = await play([]);
    await real.close();
    await expect(startPlay({ stateDir: real.stateDir, played: ['github'] })).rejects.toThrow(
      StateOfOtherProviders,
    );
  });

  it('a folder with the apps of real providers is refused to a start that plays, and stays as it is', async () => {
    const folder = stateDir();
    const apps = join(folder, 'platform-apps.json');
    const real = JSON.stringify({ github: { clients: { 'Iv1.real': 'real-secret' } } });
    writeFileSync(apps, real, { mode: 0o600 });
    for (const played of [['github'], ['notion']])
      await expect(startPlay({ stateDir: folder, played })).rejects.toThrow(StateOfOtherProviders);
    expect(readFileSync(apps, 'utf8')).toBe(real);
    expect(existsSync(join(folder, 'format'))).toBe(false);
    await (await play([], folder)).close();
  });

  it('a folder whose first start that played ended early is taken by the same play alone', async () => {
    const folder = stateDir();
    writeFileSync(join(folder, 'format'), '2 played github github-app\n');
    writeFileSync(join(folder, 'platform-apps.json'), '{}', { mode: 0o600 });
    for (const played of [[], ['notion']])
      await expect(startPlay({ stateDir: folder, played })).rejects.toThrow(StateOfOtherProviders);
    await (await play(['github'], folder)).close();
  });

  it('npm start says it in one sentence, in both directions', async () => {
    const [played, real] = [await play(['github']), await play([])];
    await Promise.all([played.close(), real.close()]);
    expect(await failedStart('--state', played.stateDir)).toEqual({
      code: 1,
      stderr: `The state in ${played.stateDir} is of a start with played github, github-app, whose tokens may reach no other provider: use npm start -- --play github,github-app, or choose another folder with --state <folder>.\n`,
    });
    expect(await failedStart('--state', real.stateDir, '--play', 'github')).toEqual({
      code: 1,
      stderr: `The state in ${real.stateDir} is of a start with no played provider, whose tokens may reach no other provider: use npm start without --play, or choose another folder with --state <folder>.\n`,
    });
  });

  it('its mark is one that a version without played providers refuses', async () => {
    const { stateDir: folder } = await play(['google', 'github']);
    expect(readFileSync(join(folder, 'format'), 'utf8')).toBe('2 played github github-app google\n');
    expect(statSync(join(folder, 'played-providers.json')).mode & 0o777).toBe(0o600);
  });
});

describe('T250: an address is played or real', () => {
  it.each([
    [['github'], ['github', 'github-app']],
    [['github-app'], ['github', 'github-app']],
    [
      ['trello', 'google'],
      ['atlassian', 'google', 'trello'],
    ],
    [['slack'], ['slack', 'slack-user']],
    [['notion'], ['notion']],
    [[], []],
  ])('%j plays all of the same addresses', (asked, played) => {
    expect(playedTogether(asked)).toEqual(played);
  });

  it('a provider that shares an address is played in the environment, too', async () => {
    const { ada } = await play(['github']);
    const { body } = await ada.start('acme', { provider: 'github-app' });
    expect(body.authorizationUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/github\.com\//);
  });
});

describe('T250: a played token and the real hosts of its provider', () => {
  it('meet at no server: hosted ones have no address until one is given, and the API is the played one', async () => {
    const played = await play(['github']);
    const { ada, environment } = played;
    await connectPlayed(played, ada, 'acme', { provider: 'github', apps: ['github'] });
    const { ports, urls } = environment;
    const here = new URL(urls.playedProviders ?? '').host;
    const call = (server: string, host?: string) =>
      answerRuntime(
        { ...ports, verifyCaller: undefined },
        {
          ...{ version: '1', workspaceId: 'acme' },
          operation: { id: ports.random.uuidV7(Date.now()), kind: 'call', server, tool: 'x', host },
        },
      );
    const hosted = CATALOGUE.get('github')?.servers.filter(({ url }) => url) ?? [];
    expect(hosted.length).toBeGreaterThan(0);
    for (const { id } of hosted)
      expect(await call(id)).toMatchObject({ context: { reason: 'unknown_server' } });
    expect(await call('provider:github', 'api.github.com')).toMatchObject({
      context: { reason: 'host_not_allowed' },
    });
    expect(await call('provider:github')).toMatchObject({ context: { allowedHosts: [here] } });
    for (const { registration } of ports.servers.values())
      if (registration.provider === 'github')
        expect(
          [...registration.allowedHosts, ...(registration.apiHosts ?? [])].filter((host) => host !== here),
        ).toEqual([]);
    // A provider that is not played stays as it is.
    expect(ports.servers.get('provider:notion')?.registration.allowedHosts).toEqual(['api.notion.com']);
  });
});

describe('T250: the map inside the egress', () => {
  const ORIGIN = 'http://127.0.0.1:4000';
  const sent: ProviderRequest[] = [];
  const egress = playedFetch(
    async (request) => {
      sent.push(request);
      return new Response();
    },
    { scripts: playedScripts(['google', 'github', 'salesforce']), origin: ORIGIN },
  );
  const send = async (method: string, url: string) => {
    sent.length = 0;
    await egress({ method, url, headers: {} });
    return sent.map((request) => request.url);
  };

  it.each([
    ['POST', 'https://oauth2.googleapis.com/token', '/oauth2.googleapis.com/token'],
    ['GET', 'https://api.github.com/user', '/api.github.com/user'],
    ['DELETE', 'https://api.github.com/applications/c%201/token', '/api.github.com/applications/c%201/token'],
    [
      'POST',
      'https://login.salesforce.com/services/oauth2/token',
      '/login.salesforce.com/services/oauth2/token',
    ],
    [
      'POST',
      'https://test.salesforce.com/services/oauth2/token',
      '/test.salesforce.com/services/oauth2/token',
    ],
  ])('%s %s stays on this machine', async (method, url, path) => {
    expect(await send(method, url)).toEqual([`${ORIGIN}${path}`]);
  });

  it.each([
    ['GET', 'https://oauth2.googleapis.com/token'],
    ['POST', 'https://oauth2.googleapis.com/token/'],
    ['POST', 'https://oauth2.googleapis.com/tokeninfo'],
    ['POST', 'https://oauth2.googleapis.com./token'],
    ['POST', 'https://oauth2.googleapis.com:8443/token'],
    ['POST', 'https://ann@oauth2.googleapis.com/token'],
    ['POST', 'https://OAuth3.googleapis.com/token'],
    ['POST', 'https://www.googleapis.com/oauth2/v4/token'],
    ['POST', 'https://globex.my.salesforce.com/services/oauth2/token'],
    ['DELETE', 'https://api.github.com/applications/a/b/token'],
    ['DELETE', 'https://api.github.com/applications//token'],
  ])('%s %s is sent nowhere: no script answers it, and the real host may not see it', async (method, url) => {
    await expect(send(method, url)).rejects.toMatchObject({ code: 'address_not_allowed', sent: false });
    expect(sent).toEqual([]);
  });

  it.each([
    ['POST', 'https://api.notion.com/v1/oauth/token'],
    ['POST', 'https://oauth2.googleapis.com.evil.example/token'],
    ['POST', 'https://evil.example/oauth2.googleapis.com/token'],
    ['GET', 'http://127.0.0.1:3001/jwks'],
  ])('%s %s goes the way that it went before', async (method, url) => {
    expect(await send(method, url)).toEqual([url]);
  });

  it.each([
    'https://10.0.0.1/token',
    'https://169.254.169.254/latest/meta-data',
    'http://evil.example/token',
    'http://oauth2.googleapis.com/token',
    'https://[::1]/token',
  ])('the address rules of the egress stay on: %s', async (url) => {
    const real = playedFetch(localProviderFetch(), { scripts: playedScripts(['google']), origin: ORIGIN });
    const refused = real({ method: 'POST', url, headers: {} });
    if (url === 'https://[::1]/token') await expect(refused).rejects.toMatchObject({ code: 'network' });
    else await expect(refused).rejects.toMatchObject({ code: 'address_not_allowed' });
  });
});

describe('a played provider', () => {
  it('asks the person on this machine, says that it is played, and takes both decisions', async () => {
    const played = await play(['github']);
    const scopes = ['gist'];
    const started = await played.ada.start('acme', { provider: 'github', apps: ['github'], scopes } as never);
    const { authorizationUrl } = started.body;
    expect(authorizationUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/github\.com\/login\/oauth\/authorize\?/);
    const refused = await decide(played, started.body, 'Cancel');
    expect(refused.page.html).toContain('Played provider: no real account.');
    expect(refused.page.html).toContain('<li>gist</li>');
    expect(new URLSearchParams(refused.query).get('error')).toBe('access_denied');

    const connected = await connectPlayed(played, played.ada, 'acme', { provider: 'github', scopes });
    expect(connected.body).toMatchObject({ status: 'active', account: 'octo-ann' });
    const granted = (await connection(played))?.grantedScopes;
    expect(granted).toContain('gist');
    expect(granted).not.toContain('workflow');
    const { body } = await played.ada.disconnect('acme', 'github');
    expect(body).toMatchObject({ revocation: { outcome: 'revoked', at: 'api.github.com' } });
  });

  it('ends a grant at the person’s wish, and only that of the person’s choice', async () => {
    const played = await play(['google', 'github']);
    await connectPlayed(played, played.ada, 'acme', { provider: 'github' });
    await connectPlayed(played, played.ada, 'acme', { provider: 'google', apps: ['drive'] });
    expect(await withdrawAt(played, 'github')).toBe('Grants that ended: 1\n');
    expect(await withdrawAt(played, 'github')).toBe('Grants that ended: 0\n');

    const browser = new Browserless();
    const page = await browser.open(`${played.environment.urls.playedProviders}/`);
    expect(page.html).toMatch(/<strong>google<\/strong> ann@gmail\.example/);
    const after = await browser.press(page, 'Withdraw');
    expect(after.forms).toEqual([]);
    expect((await refresh(played, 'google')).body).toEqual({ outcome: 'dead' });
    expect(await connection(played, 'google')).toMatchObject({ status: 'reauthorization_required' });
  });

  it('keeps the grants of two workspaces and two labels apart', async () => {
    const played = await play(['google']);
    const drive = { provider: 'google', apps: ['drive'] };
    await connectPlayed(played, played.ada, 'acme', drive);
    await connectPlayed(played, played.ada, 'acme', { ...drive, label: 'sales' });
    await connectPlayed(played, played.mallory, 'globex', drive);
    const { body } = await played.ada.disconnect('acme', 'google');
    expect(body).toMatchObject({ revocation: { outcome: 'left_shared_grant' } });
    expect((await refresh(played, 'google~sales')).body).toEqual({ outcome: 'refreshed' });
    const globex = await played.mallory.connections('globex');
    expect(globex.body.connections).toMatchObject([{ status: 'active' }]);
  });

  it('takes the app that its page shows as a workspace’s own, and no other', async () => {
    const played = await play(['github']);
    const { html } = await new Browserless().open(`${played.environment.urls.playedProviders}/`);
    const [, clientId, clientSecret] =
      /client id <code>([^<]+)<\/code>, client secret <code>([^<]+)</.exec(html) ?? [];
    const put = (app: object) => played.ada.request('PUT', '/v1/workspaces/acme/oauth-apps/github', app);
    expect((await put({ clientId, clientSecret })).status).toBeLessThan(300);
    const own = { provider: 'github', app: 'workspace' };
    expect((await connectPlayed(played, played.ada, 'acme', own)).body).toMatchObject({ status: 'active' });

    await put({ clientId: 'of-nobody', clientSecret: 'x' });
    const started = await played.ada.start('acme', own as never);
    const page = await browserOf(played).open(started.body.authorizationUrl);
    expect(page.status).toBe(400);
    expect(page.html).toContain('the client id of a registered app');
  });

  it('refuses a code that was used, in the provider’s own words', async () => {
    const played = await play(['google']);
    const started = await played.ada.start('acme', { provider: 'google', apps: ['drive'] } as never);
    const { page, ...returned } = await decide(played, started.body);
    const sent: ProviderRequest[] = [];
    const { ports } = played.environment;
    const { fetch } = ports;
    ports.fetch = (request) => {
      sent.push(request);
      return fetch(request);
    };
    expect((await played.ada.complete('acme', returned)).status).toBe(200);
    const exchange = sent.find(({ body = '' }) => body.includes('authorization_code'));
    const again = await fetch(exchange ?? expect.unreachable());
    expect([again.status, await again.json()]).toEqual([400, { error: 'invalid_grant' }]);
  });

  it('answers no request that its provider does not document, and shows it', async () => {
    const played = await play(['github']);
    const origin = played.environment.urls.playedProviders ?? '';
    expect((await ask(origin, { path: '/api.github.com/repos?token=hush' })).status).toBe(599);
    expect((await ask(origin, { path: '/accounts.google.com/o/oauth2/v2/auth' })).status).toBe(599);
    const elsewhere = await new Browserless().open(`${origin}/globex.zendesk.com/oauth/authorizations/new`);
    expect(elsewhere.html).toContain('GET globex.zendesk.com/oauth/authorizations/new: no script plays');
    const { body } = await ask(origin, {});
    expect(body).toContain('GET api.github.com/repos');
    expect(body).not.toContain('hush');
  });
});
