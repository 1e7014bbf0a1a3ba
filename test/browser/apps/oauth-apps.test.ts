/**
 * An admin brings an OAuth app of the workspace's own, sees at once what is wrong with it, and sets it right.
 * Covers dashboard/src/pages/apps, dashboard/src/pages/app, dashboard/src/api/apps.ts,
 * dashboard/src/apps/request-for-admin.tsx, dashboard/src/words/app-words.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../../local/demo/api-client.ts';
import { apiOf, heading, open, openStage, type Person, type Stage, screenshot, visit } from '../stage.ts';
import { expectNoSecretKept, type WatchedPage } from '../watched-page.ts';

let stage: Stage;
let api: ApiClient;
/** The client that the played Google knows, as its page shows it to an admin. */
let google: { clientId: string; clientSecret: string };
const WRONG = 'GOCSPX-a-secret-of-yesterday';
const APP = '/v1/workspaces/acme/oauth-apps/google';

beforeAll(async () => {
  stage = await openStage({ played: ['google'] });
  api = await apiOf(stage, 'ada');
  const console = await (await fetch(`${stage.environment.urls.playedProviders}/`)).text();
  const [, clientId = '', clientSecret = ''] =
    /client id <code>([^<]+)<\/code>, client secret <code>([^<]+)</.exec(console) ?? [];
  google = { clientId, clientSecret };
});
afterAll(() => stage?.close());

/** A person who is signed in. What is searched for at the end includes both client secrets. */
async function arrived(person: Person = 'Ada'): Promise<WatchedPage> {
  const visitor = await visit(stage, person, { permissions: ['clipboard-read', 'clipboard-write'] });
  visitor.secrets.add(WRONG).add(google.clientSecret);
  return visitor;
}

async function paste(page: Page, label: string, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.getByLabel(label, { exact: true }).focus();
  await page.keyboard.press('Control+V');
}

const at = (page: Page) => new URL(page.url()).pathname;
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const refusal = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

/** From the page of the app to Google's own page and back. */
async function connectWithOwnApp(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Connect an account' }).click();
  await page.getByRole('radio', { name: 'Your own app' }).check();
  await page.getByRole('checkbox', { name: /^Drive/ }).check();
  await press(page, 'Continue to Google');
  await press(page, 'Allow');
  await page.getByText('Google is connected').waitFor();
}

/** Ada, whose workspace has an app of its own for Google and a connection that uses it. */
async function connected(): Promise<WatchedPage> {
  const visitor = await arrived();
  await api.request('PUT', APP, google);
  await open(visitor.page, stage, '/w/acme/oauth-apps/google');
  if (!(await isConnected())) await connectWithOwnApp(visitor.page);
  return visitor;
}

async function isConnected(): Promise<boolean> {
  const { connections } = (await api.connections('acme')).body;
  return connections.some(({ id, status }) => id === 'google' && status !== 'disconnected');
}

describe('an admin who brings a Google app', () => {
  test('sees at once what is wrong with it, and connects with it when it is right', async () => {
    const visitor = await arrived();
    const { page, apiCalls } = visitor;
    await open(page, stage, '/w/acme/oauth-apps');
    await page.getByLabel('Provider').selectOption('Google');
    await press(page, 'Go on');
    await heading(page, 'OAuth app for Google').waitFor();
    await page.getByText(`${stage.environment.urls.dashboard}/oauth/callback/google/`).waitFor();

    await paste(page, 'Client id', `  ${google.clientId}\n`);
    await page.getByText('Spaces around it were left out.').waitFor();
    expect(await page.getByLabel('Client id').inputValue()).toBe(google.clientId);
    await paste(page, 'Client secret', 'GOCSPX-of\ntwo lines');
    await page.getByText('which were joined. Check that it is one value.').waitFor();
    await page.getByLabel('Client secret').fill(WRONG);
    await press(page, 'Check');
    await refusal(page, 'Google refuses the client id or the client secret').waitFor();
    await page.getByText('invalid_client').waitFor();
    expect(apiCalls.filter((call) => call.startsWith('PUT '))).not.toContain(`PUT ${APP}`);
    await screenshot(page, 'own-app-refused');

    await press(page, 'Save');
    const saved = 'Saved, but Google refuses the client id or the client secret';
    await refusal(page, saved).waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe(saved);
    await page.getByLabel('New client secret').fill(google.clientSecret);
    await press(page, 'Check');
    await page.getByText('Nothing is saved yet.').waitFor();
    await press(page, 'Save');
    await refusal(page, 'Saved. Google accepts this app').waitFor();
    await screenshot(page, 'own-app-saved');
    await expectNoSecretKept(visitor);

    await connectWithOwnApp(page);
    await open(page, stage, '/w/acme/oauth-apps');
    await page.getByText('used by 1 connection').waitFor();
    await expectNoSecretKept(visitor);
  });
});

describe('a secret that has expired', () => {
  test('is one click away from wherever it is noticed, and nobody connects again', async () => {
    const visitor = await connected();
    const { page } = visitor;
    await api.request('PUT', APP, { ...google, clientSecret: WRONG });
    await api.request('POST', '/v1/workspaces/acme/connections/google/refresh');
    await open(page, stage, '/w/acme');
    const corrects = async (name: string) => {
      await page.getByRole('link', { name, exact: true }).click();
      await refusal(page, 'Google refuses this app').waitFor();
      expect(at(page)).toBe('/w/acme/oauth-apps/google');
    };
    const links = page.getByRole('navigation', { name: 'Pages' });
    await corrects('Correct the app');
    await links.getByRole('link', { name: 'Connections' }).click();
    await corrects('Correct the app');
    await page.getByRole('link', { name: 'google', exact: true }).click();
    await heading(page, 'Google').waitFor();
    await corrects('Correct the app');
    await links.getByRole('link', { name: 'OAuth apps' }).click();
    await corrects('Correct the app for Google');
    await screenshot(page, 'own-app-expired');

    const { page: member } = await arrived('Bob');
    await member.getByRole('link', { name: 'See why' }).click();
    await heading(member, 'Google').waitFor();
    await member.getByText('The provider refuses the credentials of the OAuth app.').first().waitFor();
    expect(await member.getByRole('link', { name: 'Correct the app' }).count()).toBe(0);

    await page.getByLabel('New client secret').fill(google.clientSecret);
    await press(page, 'Save');
    await refusal(page, 'Saved. Google accepts this app').waitFor();
    await press(page, 'Refresh it now');
    await refusal(page, '1 connection waits for the next refresh').waitFor({ state: 'detached' });
    await links.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Nothing needs you.').waitFor();
    await expectNoSecretKept(visitor);
  });
});

describe('a deletion', () => {
  test('names the connections that stand against it, and says what it ended', async () => {
    const { page } = await connected();
    await open(page, stage, '/w/acme/oauth-apps/google');
    await press(page, 'Delete');
    const dialog = page.getByRole('dialog', { name: 'The app is in use' });
    await dialog.getByRole('link', { name: 'google', exact: true }).click();
    await press(page, 'Disconnect');
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await open(page, stage, '/w/acme/oauth-apps/google');
    await press(page, 'Delete');
    const question = page.getByRole('dialog', { name: 'Delete the app for Google?' });
    await question.getByText('No connection uses it, so nothing ends.').waitFor();
    await question.getByRole('button', { name: 'Delete' }).click();
    await refusal(page, 'The app for Google is deleted').waitFor();
    await page.getByRole('heading', { name: 'Enter the app' }).waitFor();
    expect((await api.request<{ app?: object }>('GET', APP)).body.app).toBeUndefined();
  });
});

describe('a member', () => {
  test('reads that admins manage apps, and copies the request for one', async () => {
    const { page, apiCalls } = await arrived('Bob');
    for (const path of ['/w/acme/oauth-apps', '/w/acme/oauth-apps/slack', '/w/acme/add-provider']) {
      await open(page, stage, path);
      await page.getByRole('heading', { name: 'Admins manage the OAuth apps of acme' }).waitFor();
      expect(await page.getByLabel('Client secret').count()).toBe(0);
    }
    expect(apiCalls.filter((call) => call.includes('/oauth-apps'))).toEqual([]);

    await open(page, stage, '/w/acme/providers/slack/connect');
    await press(page, 'Copy the request for an admin');
    await page.getByText('Copied the request for an admin.').waitFor();
    const request = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(request).toContain('I would like to connect Slack (bot) in the workspace acme');
    expect(request).toContain(`${stage.environment.urls.dashboard}/w/acme/oauth-apps/slack\n`);
    expect(request).toMatch(/\/w\/acme\/providers\/slack\/connect$/);
  });
});
