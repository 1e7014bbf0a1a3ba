/**
 * What holds for a whole workspace: which OAuth apps it allows, whose names it keeps, and its end.
 * Covers dashboard/src/pages/settings, dashboard/src/api/people.ts, dashboard/src/data/use-people.ts, dashboard/src/shell/use-own-name.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  consent,
  heading,
  open,
  openStage,
  type Person,
  type Stage,
  screenshot,
  type VisitorOptions,
  visit,
} from './stage.ts';
import { expectNoSecretKept, type WatchedPage } from './watched-page.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

async function visitAt(person: Person, path: string, options: VisitorOptions = {}): Promise<WatchedPage> {
  const visitor = await visit(stage, person, options);
  await open(visitor.page, stage, path);
  return visitor;
}

const people = (page: Page) => page.getByRole('list', { name: 'People' });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const focused = (page: Page) => page.evaluate('document.activeElement.textContent');

describe('the OAuth apps that are allowed', () => {
  test('are chosen by an admin, hold for the next consent and are read by a member', async () => {
    const { page } = await visitAt('Ada', '/w/acme/settings');
    await page.getByRole('radio', { name: /^Own apps alone/ }).check();
    await press(page, 'Save the choice');
    await page.getByText('Saved: Own apps alone.').waitFor();
    await page.getByText('An admin chose “Own apps alone”').waitFor();
    await screenshot(page, 'settings');
    await open(page, stage, '/w/acme/providers/demo/connect');
    await page.getByRole('heading', { name: 'An OAuth app is needed first' }).waitFor();
    expect(await page.getByRole('button', { name: /^Continue/ }).count()).toBe(0);

    const member = (await visitAt('Bob', '/w/acme/settings')).page;
    await member.getByText('Own apps alone.', { exact: true }).waitFor();
    expect(await member.getByRole('radio').count()).toBe(0);
    expect(await member.getByRole('button', { name: 'Delete this workspace' }).count()).toBe(0);

    await open(page, stage, '/w/acme/settings');
    await page.getByRole('radio', { name: /^Verified apps and own apps/ }).check();
    await press(page, 'Save the choice');
    await page.getByText('Saved: Verified apps and own apps.').waitFor();
    await open(page, stage, '/w/acme/providers/demo/connect');
    await page.getByRole('button', { name: 'Continue to Demo Provider' }).waitFor();
  });
});

describe('the names of people', () => {
  test('come of the sign-in, are forgotten at one’s own wish, and of others at an admin’s alone', async () => {
    const { page: bob } = await visitAt('Bob', '/w/acme/settings');
    await people(bob).getByText('Bob (you)').waitFor();
    const { page } = await visitAt('Ada', '/w/acme/settings');
    await people(page).getByText('Ada (you)').waitFor();
    await people(page).getByRole('button', { name: 'Remove the name Bob' }).waitFor();
    await bob.reload();
    await people(bob).getByText('Ada').first().waitFor();
    expect(await people(bob).getByRole('button').allTextContents()).toEqual(['Forget my name']);

    await people(page).getByRole('button', { name: 'Forget my name' }).click();
    await page.getByText('The name Ada is forgotten.').waitFor();
    expect(await focused(page)).toContain('The name Ada is forgotten.');
    await people(page).getByRole('button', { name: 'Remove the name Bob' }).click();
    await page.getByText('The name Bob is forgotten.').waitFor();
    await page.getByText('No name is kept.').waitFor();

    // The next sign-in brings a name back, as the page says.
    const { page: next } = await visitAt('Ada', '/w/acme/settings');
    await people(next).getByText('Ada (you)').waitFor();
  });
});

describe('the end of a workspace', () => {
  test('needs its id, ends each connection, and leaves a page that says so', async () => {
    const visitor = await visitAt('Mallory', '/w/globex/providers/demo/connect', {
      expectedErrors: /status of (403|409|410)/,
    });
    const { page, apiCalls } = visitor;
    await press(page, 'Continue to Demo Provider');
    await consent(page, 'Allow');
    await heading(page, 'Demo Provider').waitFor();
    await open(page, stage, '/w/globex/settings');
    await press(page, 'Delete this workspace');
    const dialog = page.getByRole('dialog', { name: 'Delete the workspace globex?' });
    await dialog.getByText('1 connection ends at once').waitFor();
    const confirm = dialog.getByRole('button', { name: 'Delete the workspace' });
    for (const typed of ['', 'acme', 'Globex', 'globe']) {
      await dialog.getByLabel('Type globex to confirm').fill(typed);
      expect(await confirm.isDisabled()).toBe(true);
      await page.keyboard.press('Enter');
    }
    expect(apiCalls).not.toContain('DELETE /v1/workspaces/globex');
    await screenshot(page, 'workspace-deletion');

    await dialog.getByLabel('Type globex to confirm').fill('globex');
    await confirm.click();
    await heading(page, 'The workspace globex is deleted').waitFor();
    await page.getByText('1 connection has ended').waitFor();
    expect(await focused(page)).toBe('The workspace globex is deleted');
    await screenshot(page, 'workspace-deleted');
    await expectNoSecretKept(visitor);

    await page.getByRole('link', { name: 'See the receipts' }).click();
    await page.getByText('Disconnecting').first().waitFor();
    await stage.environment.tick();
    await page.reload();
    await page.getByText('1 disconnected account').waitFor();
    await open(page, stage, '/w/globex/providers/demo/connect');
    await press(page, 'Continue to Demo Provider');
    await page.getByText('deleted').first().waitFor();
    await screenshot(page, 'workspace-deleted-connect');
  });
});
