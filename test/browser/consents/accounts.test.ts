/**
 * Several accounts of one provider, and a consent with an app of the workspace's own.
 * Covers dashboard/src/pages/connect/account-section.tsx, dashboard/src/consent/account-target.ts,
 * dashboard/src/pages/connection/server-panel.tsx, dashboard/src/servers/account-choice.tsx,
 * dashboard/src/pages/connect/app-section.tsx, dashboard/src/consent/app-choice.ts, dashboard/src/apps/app-facts.tsx,
 * dashboard/src/pages/connect/continue.tsx, dashboard/src/words/app-words.ts, dashboard/src/words/connection-title.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putOAuthApp } from '../../../src/broker/apps/put-oauth-app.ts';
import type { Caller } from '../../../src/broker/caller.ts';
import { Secret } from '../../../src/vault/secret.ts';
import { connectDemo, heading, open, openStage, type Stage, screenshot, visit } from '../stage.ts';
import { accountOfToken, injectionOf } from './injector-call.ts';

const OWN = 'our-own-client';
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** The provider knows somebody else from the consent before. */
async function allowAs(page: Page, account: string): Promise<void> {
  await page.getByRole('link', { name: 'use another account' }).click();
  await page.getByRole('button', { name: account }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
}

test('a second account needs a name and says why, and a server is switched to it', async () => {
  const { page } = await visit(stage, 'Ada', { expectedErrors: /409|422/ });
  await connectDemo(page, stage);
  await heading(page, 'Demo Provider').waitFor();
  await open(page, stage, '/w/acme/providers/demo/connect');
  await page.getByText('MCP servers and their calls say by this name which account they mean').waitFor();
  const name = page.getByLabel('Name of this account');
  const go = page.getByRole('button', { name: 'Continue to Demo Provider' });
  await go.click();
  await page.getByText('Give this account a name.').waitFor();
  await expect
    .poll(() => page.evaluate('document.activeElement.labels?.[0].textContent.trim()'))
    .toBe('Name of this account');
  await name.fill('Not A Label');
  await page.getByText('Use small letters, digits and hyphens').waitFor();
  await name.fill('second');
  await page.getByText('Calls name it demo~second.').waitFor();
  await screenshot(page, 'second-account');
  await go.click();
  await allowAs(page, 'bob@demo.test');
  await heading(page, 'Demo Provider · second').waitFor();
  expect(new URL(page.url()).pathname).toBe('/w/acme/connections/demo~second');

  await page.getByText('Uses ada@demo.test.').first().waitFor();
  await page.getByLabel('Account of Demo Notes').selectOption('demo~second');
  await page.getByText('Demo Notes uses demo~second now.').waitFor();
  await page.getByText('Uses this account.').waitFor();
  await screenshot(page, 'server-switched');
  expect(await accountOfToken(stage, await injectionOf(stage, { server: 'demo-notes' }))).toBe(
    'bob@demo.test',
  );
  expect((await injectionOf(stage, { server: 'demo-tasks' })).connectionId).toBe('demo');
});

test('another account in place of the connected one changes nothing, and is offered a name of its own', async () => {
  const { page } = await visit(stage, 'Ada', { expectedErrors: /409|422/ });
  await open(page, stage, '/w/acme/providers/demo/connect?account=demo');
  await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
  await page.getByRole('button', { name: 'bob@demo.test' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('is not the one that is connected under this name. Nothing was changed.').waitFor();
  expect(await page.getByRole('radio', { name: /^Another account/ }).isChecked()).toBe(true);
  await page.getByLabel('Name of this account').waitFor();
  await screenshot(page, 'other-account');
  const { connectionId } = await injectionOf(stage, { server: 'demo-tasks' });
  expect(connectionId).toBe('demo');
});

test('an own app is chosen beside the verified one: the choice is sent, used at the provider and shown', async () => {
  await registerOwnApp();
  const { page } = await visit(stage);
  await open(page, stage, '/w/acme/providers/demo/connect?account=demo~own');
  const own = page.getByRole('radio', { name: /^Your own app/ });
  await own.waitFor();
  expect(await page.getByRole('radio', { name: /^Verified app/ }).isChecked()).toBe(true);
  await page.getByText('You use the verified app of the platform.').waitFor();
  await own.check();
  await page.getByText('You use the workspace’s own app.').waitFor();
  await screenshot(page, 'own-app-chosen');

  const started = page.waitForRequest((request) => request.url().endsWith('/connect-sessions'));
  const left = page.waitForRequest((request) => new URL(request.url()).pathname === '/authorize');
  await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
  expect((await started).postDataJSON()).toMatchObject({ provider: 'demo', label: 'own', app: 'workspace' });
  expect(new URL((await left).url()).searchParams.get('client_id')).toBe(OWN);
  await page.getByRole('button', { name: 'ada@demo.test' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await heading(page, 'Demo Provider · own').waitFor();
  await page.getByRole('link', { name: 'Own app of this workspace' }).waitFor();
  await page.getByText(OWN).first().waitFor();
  await screenshot(page, 'connected-with-own-app');

  // The next consent of this connection begins with the same app.
  await page.getByRole('link', { name: 'Connect again' }).click();
  await heading(page, 'Connect Demo Provider · own again').waitFor();
  expect(await page.getByRole('radio', { name: /^Your own app/ }).isChecked()).toBe(true);
});

/** The app stands at the provider and in the workspace, as an admin of both would put it. */
async function registerOwnApp(): Promise<void> {
  const { ports, demoProvider, urls } = stage.environment;
  const clientSecret = 's'.repeat(40);
  const redirectUris = [`${urls.api}/oauth/callback/demo/acme`];
  await demoProvider.registerClient({ clientId: OWN, clientSecret, redirectUris });
  const caller: Caller = { issuer: 'i', subject: 'ada', roles: new Map([['acme', 'admin']]) };
  const app = { provider: 'demo', clientId: OWN, clientSecret: new Secret(clientSecret) };
  await putOAuthApp(ports, { caller, workspaceId: 'acme', ...app });
}
