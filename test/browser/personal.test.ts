/**
 * A person's own workspace: chosen by the person alone, apart from every other one, and begun anew after its end.
 * Covers dashboard/src/shell/not-in-personal.tsx, dashboard/src/shell/workspace-shown.ts, dashboard/src/shell/navigation.tsx,
 * dashboard/src/shell/no-page.tsx, dashboard/src/parts/workspace-name.tsx, dashboard/src/sign-in/personal-workspace.ts,
 * dashboard/src/pages/settings/deletion-words.ts, dashboard/src/pages/settings/workspace-deleted.tsx.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  consent,
  heading,
  newVisitor,
  open,
  openStage,
  type Stage,
  screenshot,
  signIn,
  visit,
  withSettings,
} from './stage.ts';
import { expectNoSecretKept } from './watched-page.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const links = (page: Page) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
const pathOf = (page: Page) => new URL(page.url()).pathname;

describe('Personal', () => {
  test('is chosen in the switcher, and what is connected there is nowhere else', async () => {
    const visitor = await visit(stage, 'Ada', { expectedErrors: /status of 404/ });
    const { page, apiCalls } = visitor;
    expect(pathOf(page)).toBe('/');
    expect(await page.getByLabel('Workspace').inputValue()).toBe('acme');
    await page.getByLabel('Workspace').selectOption({ label: 'Personal' });
    await page.getByText('for your personal workspace').waitFor();
    expect(pathOf(page)).toBe('/w/~me');
    await page.getByText('yours alone').waitFor();
    const names = await links(page).allTextContents();
    // The address is there where the environment has one (clients.test.ts).
    expect(names.filter((name) => name !== 'Connect a client')).toEqual([
      ...['Overview', 'Connections', 'Providers', 'MCP servers', 'Calls', 'Activity', 'Settings'],
    ]);
    await page.getByRole('link', { name: 'Connect Demo Provider' }).click();
    await press(page, 'Continue to Demo Provider');
    await consent(page, 'Allow');
    await page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
    expect(pathOf(page)).toBe('/w/~me/connections/demo');
    await screenshot(page, 'personal-connection');
    await expectNoSecretKept(visitor);

    await page.getByLabel('Workspace').selectOption('acme');
    await page.getByText('for the workspace acme').waitFor();
    await links(page).filter({ hasText: 'Connections' }).click();
    await page.getByText('No account is connected yet').waitFor();
    // Nothing that a personal workspace does not have was asked for.
    const asked = apiCalls.filter((call) => /~me\/(people|me|oauth-apps|app-policy)/.test(call));
    expect(asked).toEqual([]);
  });

  test('is kept by its address and a reload, and chosen for nobody who names none', async () => {
    const { page } = await visit(stage);
    await open(page, stage, '/w/~me/connections');
    await page.getByText('for your personal workspace').waitFor();
    await page.reload();
    await page.getByText('for your personal workspace').waitFor();
    await open(page, stage, '/');
    await page.getByText('for the workspace acme').waitFor();
    await open(page, stage, '/?connect=demo');
    await heading(page, 'Connect Demo Provider').waitFor();
    expect(pathOf(page)).toBe('/w/acme/providers/demo/connect');
  });

  test('is where the link of a refusal leads that names it, for whoever opens it', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(`${stage.environment.urls.dashboard}/?connect=demo&workspace=~me&server=demo-notes`);
    await signIn(page, 'Bob', 'Connect Demo Provider');
    expect(pathOf(page)).toBe('/w/~me/providers/demo/connect');
    await page.getByText('Then MCP servers of your personal workspace can use the account.').waitFor();
    await screenshot(page, 'personal-connect');
  });

  test('says plainly what it does not have, and where that is', async () => {
    const { page, apiCalls } = await visit(stage);
    for (const [path, name] of [
      ['oauth-apps', 'Personal has no OAuth apps'],
      ['oauth-apps/github', 'Personal has no OAuth apps'],
      ['add-server', 'Personal has no MCP servers of its own'],
      ['add-provider', 'Personal has no providers of its own'],
    ] as const) {
      await open(page, stage, `/w/~me/${path}`);
      await heading(page, name).waitFor();
    }
    await screenshot(page, 'personal-no-such');
    await page.getByRole('link', { name: 'Open this page in acme' }).click();
    await heading(page, 'Add a provider of your own').waitFor();
    await open(page, stage, '/w/~me/servers');
    await page.getByRole('link', { name: 'Demo Notes', exact: true }).waitFor();
    const rows = await page.getByRole('main').getByRole('listitem').count();
    await page.getByRole('status').getByText(`${rows} servers`, { exact: true }).waitFor();
    await open(page, stage, '/w/~me/servers/demo-notes');
    await heading(page, 'Demo Notes').waitFor();
    expect(await page.getByRole('button', { name: /Load the tools|Edit|Delete|Reset/ }).count()).toBe(0);
    await open(page, stage, '/w/~me/providers/slack/connect');
    await page.getByRole('heading', { name: /^Slack .* cannot be connected in Personal$/ }).waitFor();
    expect(await page.getByRole('link', { name: 'Set up your own app' }).count()).toBe(0);
    expect(apiCalls.filter((call) => /~me\/(oauth-apps|app-policy)/.test(call))).toEqual([]);
  });

  test('ends with receipts, by its name that is typed, and begins anew', async () => {
    const { page, apiCalls } = await visit(stage, 'Mallory');
    await open(page, stage, '/w/~me/providers/demo/connect');
    await press(page, 'Continue to Demo Provider');
    await consent(page, 'Allow');
    await heading(page, 'Demo Provider').waitFor();
    await links(page).filter({ hasText: 'Settings' }).click();
    await page.getByText('It is yours alone').waitFor();
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      ...['Workspace and sign-in', 'API', 'Danger zone'],
    ]);
    await press(page, 'Delete everything in Personal');
    const dialog = page.getByRole('dialog', { name: 'Delete everything in Personal?' });
    await dialog.getByText('1 connection ends at once').waitFor();
    const confirm = dialog.getByRole('button', { name: 'Delete everything' });
    for (const typed of ['', '~me', 'globex', 'personal']) {
      await dialog.getByLabel('Type Personal to confirm').fill(typed);
      expect(await confirm.isDisabled()).toBe(true);
    }
    await screenshot(page, 'personal-deletion');
    await dialog.getByLabel('Type Personal to confirm').fill('Personal');
    await confirm.click();
    await heading(page, 'Everything in Personal is deleted').waitFor();
    expect(apiCalls.filter((call) => call.startsWith('DELETE'))).toEqual(['DELETE /v1/workspaces/~me']);
    await screenshot(page, 'personal-deleted');

    await page.getByRole('link', { name: 'See the receipts' }).click();
    await stage.environment.tick();
    await page.reload();
    await page.getByText('1 disconnected account').waitFor();
    await open(page, stage, '/w/~me/providers/demo/connect');
    await press(page, 'Continue to Demo Provider');
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
  });
});

describe('who is in no workspace', () => {
  /** The page then finds no workspace in the token. */
  const NONE = { workspaceClaim: 'no-such-claim' };

  test('is offered their own one, and lands there by a click alone', async () => {
    const { page, apiCalls } = await newVisitor(stage);
    await withSettings(page, NONE);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada', 'No workspace');
    await screenshot(page, 'no-workspace');
    expect(apiCalls).toEqual([]);
    await page.getByRole('link', { name: 'Open your personal workspace' }).click();
    await heading(page, 'Overview').waitFor();
    expect(await page.getByLabel('Workspace').locator('option').allTextContents()).toEqual(['Personal']);
  });

  test.each(['members', 'off'] as const)('is offered none under the rule %s', async (personalWorkspaces) => {
    const { page, apiCalls } = await newVisitor(stage);
    await withSettings(page, { ...NONE, personalWorkspaces });
    await page.goto(`${stage.environment.urls.dashboard}/w/~me/connections`);
    await signIn(page, 'Ada', 'You have no personal workspace here');
    await page.goto(stage.environment.urls.dashboard);
    await heading(page, 'No workspace').waitFor();
    expect(await page.getByRole('link', { name: 'Open your personal workspace' }).count()).toBe(0);
    expect(apiCalls).toEqual([]);
  });
});
