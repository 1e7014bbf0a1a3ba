/**
 * Any remote MCP server by its address: from the pasted address to the call that works, and what can stand in between.
 * Covers dashboard/src/components/remote, dashboard/src/use-registered-server.ts, dashboard/src/one-click.ts,
 * dashboard/src/remote-address.ts, dashboard/src/plain-text.ts, dashboard/src/words/remote-words.ts,
 * dashboard/src/use-arrival.ts, dashboard/src/components/connect-dialog.tsx.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RemoteServerOptions } from '../../local/remote-server/remote-server-options.ts';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { callRemoteTool } from '../remote/call-remote-tool.ts';
import { remoteOidcServer } from '../remote/remote-oidc-server.ts';
import { consent, newVisitor, openStage, type Stage, screenshot, signIn } from './stage.ts';
import { expectNoSecretKept } from './watched-page.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime',
  });
});
afterAll(() => stage?.close());

type Options = Parameters<typeof newVisitor>[1] & { as?: 'Ada' | 'Bob'; path?: string };

async function open({ as = 'Ada', path = '/', ...options }: Options = {}) {
  const visitor = await newVisitor(stage, { expectedErrors: /409|424|400/, ...options });
  await visitor.page.goto(stage.environment.urls.dashboard + path);
  await signIn(visitor.page, as);
  return visitor;
}

async function paste(page: Page, url: string, id: string): Promise<void> {
  await page.getByLabel('Add a server by its address').fill(url);
  await page.getByLabel(/^Id/).fill(id);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
}

const confirmation = (page: Page) => page.getByRole('dialog', { name: 'Do these two belong together?' });
const cardOf = (page: Page, name: string) => page.getByRole('article', { name });

/** A server that is registered and confirmed; the browser is where that leads. */
async function registered(page: Page, id: string, options: RemoteServerOptions = {}) {
  const server = await remoteOidcServer(options);
  await paste(page, server.url, id);
  await confirmation(page).getByRole('button', { name: 'They belong together' }).click();
  return server;
}

async function call(url: string, server: string, tool: string): Promise<string> {
  const { identityProvider: issuer, dashboard: dashboardUrl, lambda } = stage.environment.urls;
  const { accessToken: callerToken } = await walkSignIn({ issuer, dashboardUrl, person: 'ada' });
  const who = { lambda, callerToken, workspaceId: 'acme', server };
  return callRemoteTool({ ...who, url, tool, arguments: { text: 'milk' } });
}

describe('an admin who pastes the address of a server', () => {
  test('T185 T194: confirms both names, consents, and the tool call works', async () => {
    const visitor = await open();
    const { page } = visitor;
    const { url, authorization } = await remoteOidcServer();
    await page.getByLabel('Add a server by its address').waitFor();
    await screenshot(page, 'remote-add');
    await paste(page, url, 'notes');
    const dialog = confirmation(page);
    await dialog.getByText(authorization.origin, { exact: true }).waitFor();
    await dialog.getByText(url, { exact: true }).waitFor();
    expect(await dialog.getByRole('link').count()).toBe(0);
    await dialog.getByText(`will be sent to ${new URL(url).host}`).waitFor();
    await screenshot(page, 'remote-confirm');
    const put = page.waitForRequest((request) => request.method() === 'PUT');
    await dialog.getByRole('button', { name: 'They belong together' }).click();
    const { confirmed } = (await put).postDataJSON();
    expect(confirmed).toEqual({ issuer: authorization.origin, resource: url });
    // Nothing else stands in between.
    await consent(page, 'Allow');
    await page.getByText('notes is connected').waitFor();
    const card = cardOf(page, 'notes');
    await card.getByText('ada@demo.test').waitFor();
    await card.getByText('Active').waitFor();
    await screenshot(page, 'remote-connected');
    await expectNoSecretKept(visitor);
    expect(await call(url, 'notes', 'add_note')).toBe('Added to the notes of ada@demo.test, who has 1 now.');
  });

  test('and says no to the names registers nothing', async () => {
    const { page, apiCalls } = await open();
    const { url, authorization } = await remoteOidcServer();
    await paste(page, url, 'unsure');
    await confirmation(page).getByRole('button', { name: 'Cancel' }).click();
    await confirmation(page).waitFor({ state: 'detached' });
    expect(apiCalls.filter((each) => each.startsWith('PUT '))).toHaveLength(1);
    expect(authorization.requests.filter(({ route }) => route === 'registration')).toEqual([]);
  });

  test('T194: reads why an address is refused, in words and without its text', async () => {
    const { page } = await open();
    await paste(page, 'javascript:alert(1)', 'bad');
    await page.getByText('This is no address of a server').waitFor();
    await page.getByLabel('Add a server by its address').fill(`${stage.environment.urls.lambda}/mcp`);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('This server cannot be connected').waitFor();
    await screenshot(page, 'remote-refused');
  });

  test('whom the vendor refuses puts a client id by hand', async () => {
    const { page } = await open();
    const { authorization } = await registered(page, 'listed', { registration: 'refused' });
    const dialog = page.getByRole('dialog', { name: 'Connect listed' });
    await dialog.getByText('The vendor admits only clients that it knows').waitFor();
    const redirectUri = (await dialog.locator('.redirect-uri code').first().textContent()) ?? '';
    expect(redirectUri).toMatch(/\/oauth\/callback\/remote\/[0-9a-f-]{36}$/);
    await screenshot(page, 'remote-by-hand');
    await authorization.register({ clientId: 'ours', redirectUris: [redirectUri] });
    await dialog.getByLabel('Client id').fill('ours');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('An admin registered the client by hand.').waitFor();
    await dialog.getByRole('button', { name: `Continue to ${new URL(authorization.origin).host}` }).click();
    await consent(page, 'Allow');
    await page.getByText('listed is connected').waitFor();
  });

  test('of a server without registration puts a client id before anything else', async () => {
    const { page } = await open();
    const { authorization } = await registered(page, 'manual', { registration: 'none' });
    const dialog = page.getByRole('dialog', { name: 'Connect manual' });
    await dialog.getByText('takes no client by itself').waitFor();
    const go = dialog.getByRole('button', { name: `Continue to ${new URL(authorization.origin).host}` });
    expect(await go.isDisabled()).toBe(true);
    const bob = await open({ as: 'Bob', path: '/?connect=remote~manual&workspace=acme' });
    await bob.page.getByRole('dialog').getByText('An admin of acme puts a client id').waitFor();
    const redirectUri = (await dialog.locator('.redirect-uri code').first().textContent()) ?? '';
    await authorization.register({
      clientId: 'm',
      clientSecret: 'a-long-secret',
      redirectUris: [redirectUri],
    });
    await dialog.getByLabel('Client id').fill('m');
    await dialog.getByLabel(/Client secret/).fill('a-long-secret');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await go.click();
    await consent(page, 'Allow');
    await page.getByText('manual is connected').waitFor();
  });
});

describe('an account of which nobody can say whose it is', () => {
  test('is replaced only after a confirmation', async () => {
    const { page } = await open();
    await registered(page, 'mute', { tellsAccount: false });
    await consent(page, 'Allow');
    await page.getByText('mute is connected').waitFor();
    await page.getByRole('button', { name: 'Connect mute' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Continue to 127/ })
      .click();
    const question = page.getByRole('dialog', { name: 'Replace it?' });
    await question.getByText('does not tell whose account').waitFor();
    await screenshot(page, 'remote-account-unknown');
    const started = page.waitForRequest((request) => request.url().endsWith('/connect-sessions'));
    await question.getByRole('button', { name: 'Replace it' }).click();
    expect((await started).postDataJSON()).toMatchObject({ replaceAccount: true });
    // The provider knows the account from the first consent.
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('mute is connected').waitFor();
  });

  test('at the end of a consent is asked about too, and the same consent is started again', async () => {
    const { page } = await open();
    await registered(page, 'late');
    const problem = { title: 'Account unknown', detail: 'Unknown.', code: 'account_unknown' };
    await page.route('**/complete', (route) => route.fulfill({ status: 409, json: problem }));
    await consent(page, 'Allow');
    await page.getByText('so the account that is connected was kept').waitFor();
    await page.unroute('**/complete');
    const started = page.waitForRequest((request) => request.url().endsWith('/connect-sessions'));
    await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click();
    expect((await started).postDataJSON()).toEqual({ provider: 'remote~late', replaceAccount: true });
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('late is connected').waitFor();
  });
});

describe('the texts of a hostile server', () => {
  const markup = '<img src=x onerror=alert(1)><a href=https://evil.example>';
  const confirm = {
    issuer: `https://login.honest.example/${markup}\u202e`,
    resource: `https://evil.example/${'a'.repeat(100_000)}`,
    claimedIssuer: 'https://\u202egpj.example/',
  };

  test('T194: are shown as bounded text in the confirmation, and go back as they came', async () => {
    const { page } = await open();
    const bodies: { confirmed?: unknown }[] = [];
    await page.route('**/mcp-servers/*', (route) => {
      bodies.push(route.request().postDataJSON());
      const problem = { title: 'Confirmation needed', detail: 'Two.', code: 'confirmation_needed', confirm };
      return route.fulfill({ status: 409, json: problem });
    });
    await paste(page, 'https://mcp.evil.example/mcp', 'evil');
    const dialog = confirmation(page);
    await dialog.getByText(markup).waitFor();
    expect(await dialog.locator('img, a').count()).toBe(0);
    const text = (await dialog.textContent()) ?? '';
    expect(text.length).toBeLessThan(6_000);
    expect(text).not.toContain('\u202e');
    await dialog.getByRole('button', { name: 'They belong together' }).click();
    await expect.poll(() => bodies.at(-1)?.confirmed).toEqual(confirm);
  });

  test('T194: are shown as bounded text before the browser leaves, which opens no address that is not https', async () => {
    const { page } = await open({ expectedErrors: /409|404/ });
    await registered(page, 'shown', { registration: 'none' });
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.route('**/v1/workspaces/acme/mcp-servers', async (route) => {
      const answer = await (await route.fetch()).json();
      for (const server of answer.servers)
        if (server.authorization) {
          server.name = `${markup}${'n'.repeat(5_000)}`;
          server.authorization.client = 'dynamic';
          server.authorization.authorizationHost = `evil.example\u202e${markup}`;
          server.authorization.scopes = Array.from({ length: 100 }, (_, number) => `${markup}${number}`);
        }
      await route.fulfill({ json: answer });
    });
    await page.route('**/connect-sessions', (route) => {
      const session = {
        id: 'x'.repeat(43),
        completionSecret: 'y'.repeat(43),
        expiresAt: '2030-01-01T00:00:00Z',
      };
      return route.fulfill({
        status: 201,
        json: { ...session, authorizationUrl: 'http://evil.example/authorize' },
      });
    });
    await page.reload();
    const tile = page.getByRole('region', { name: 'MCP servers' }).getByRole('listitem');
    await tile.filter({ hasText: markup }).first().getByRole('button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The token is sent to').waitFor();
    expect(await page.locator('img, a[href*="evil"]').count()).toBe(0);
    expect(((await dialog.textContent()) ?? '').length).toBeLessThan(3_000);
    await dialog.getByRole('button', { name: /^Continue to/ }).click();
    await dialog.getByText('This page has a fault').waitFor();
    expect(new URL(page.url()).origin).toBe(stage.environment.urls.dashboard);
  });
});

describe('the link of a refusal', () => {
  test('of a challenge asks for its scope beside those that were granted, and the call then works', async () => {
    const { page } = await open({ viewport: { width: 375, height: 740 }, colorScheme: 'dark' });
    const { url } = await registered(page, 'steps');
    await consent(page, 'Allow');
    await page.getByText('steps is connected').waitFor();
    const refused = await call(url, 'steps', 'share_notes').catch((error) => error);
    expect(refused).toMatchObject({ reason: 'insufficient_scope', missingScopes: ['notes:share'] });
    await page.goto(refused.connectUrl);
    const dialog = page.getByRole('dialog', { name: 'Connect steps again' });
    await dialog.getByText('Asked by steps').waitFor();
    await dialog.getByRole('checkbox', { name: 'notes:share' }).check();
    await screenshot(page, 'remote-step-up-small-dark');
    await dialog.getByRole('button', { name: /^Continue to 127/ }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('steps is connected').waitFor();
    expect(await call(url, 'steps', 'share_notes')).toBe('The notes of ada@demo.test are shared.');
    expect(await call(url, 'steps', 'add_note')).toContain('Added');
  });
});

describe('a member', () => {
  test('connects a registered server, and cannot add one', async () => {
    const { page: admin } = await open();
    await registered(admin, 'team');
    await admin.getByRole('button', { name: 'ada@demo.test' }).waitFor();
    const { page } = await open({ as: 'Bob' });
    await page.getByRole('button', { name: 'Connect team' }).click();
    expect(await page.getByLabel('Add a server by its address').count()).toBe(0);
    const dialog = page.getByRole('dialog', { name: 'Connect team' });
    await dialog.getByText('The token is sent to').waitFor();
    await screenshot(page, 'remote-member');
    await dialog.getByRole('button', { name: /^Continue to 127/ }).click();
    await consent(page, 'Allow');
    await page.getByText('team is connected').waitFor();
  });
});

describe('on a small screen', () => {
  test.each(['light', 'dark'] as const)('nothing is cut off in %s', async (colorScheme) => {
    const { page } = await open({ viewport: { width: 375, height: 740 }, colorScheme });
    await page.getByText('Choose a known server').click();
    await page.getByRole('button', { name: 'Notion', exact: true }).waitFor();
    await screenshot(page, `remote-add-small-${colorScheme}`);
    const { url } = await remoteOidcServer();
    await paste(page, url, `small-${colorScheme}`);
    await confirmation(page).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    await screenshot(page, `remote-confirm-small-${colorScheme}`);
  });
});
