/**
 * What a person does at a played provider: consents, withdrawals, apps, and what the provider refuses.
 * Covers local/played-providers, local/pages/page.ts.
 */
import { describe, expect, it } from 'vitest';
import { Browserless } from '../../local/browserless.ts';
import type { ProviderRequest } from '../../src/oauth/provider-fetch.ts';
import { ask, browserOf, connection, connectPlayed, decide, play, refresh, withdrawAt } from './playing.ts';

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

  it('says whether it knows an app, before a workspace has stored it and after', async () => {
    const played = await play(['google']);
    const { html } = await new Browserless().open(`${played.environment.urls.playedProviders}/`);
    const [, clientId, clientSecret] =
      /client id <code>([^<]+)<\/code>, client secret <code>([^<]+)</.exec(html) ?? [];
    const path = '/v1/workspaces/acme/oauth-apps/google';
    const check = async (body: object) =>
      (await played.ada.request<object>('POST', `${path}/check`, body)).body;
    const refused = { outcome: 'refused', error: 'invalid_client', host: 'oauth2.googleapis.com' };
    expect(await check({ clientId, clientSecret: 'wrong' })).toMatchObject(refused);
    expect(await check({ clientId: 'of-nobody', clientSecret })).toMatchObject(refused);
    const accepted = { outcome: 'accepted', error: 'invalid_grant' };
    expect(await check({ clientId, clientSecret })).toMatchObject(accepted);
    await played.ada.request('PUT', path, { clientId, clientSecret });
    expect(await check({})).toMatchObject(accepted);
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
