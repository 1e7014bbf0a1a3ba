/**
 * What a person reads of each state, and what one click does about it.
 * Covers dashboard/src/connections/status-badge.tsx, dashboard/src/connections/receipt-text.tsx, dashboard/src/parts/dialog.tsx,
 * dashboard/src/parts/notice-bar.tsx, dashboard/src/connections/connection-remedy.tsx, dashboard/src/parts/notice.ts,
 * dashboard/src/pages/connections/sort-connections.ts, dashboard/src/filters/use-filter.ts,
 * dashboard/src/words/connection-words.ts, dashboard/src/words/problem-words.ts, dashboard/src/api/api-problem.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerWith, manyConnections, STATES } from './made-up-connections.ts';
import {
  heading,
  newVisitor,
  open,
  openStage,
  type Stage,
  screenshot,
  signIn,
  type VisitorOptions,
} from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

async function shown(connections = STATES, options: VisitorOptions = {}): Promise<Page> {
  const { page } = await newVisitor(stage, options);
  await answerWith(page, connections);
  await page.goto(stage.environment.urls.dashboard);
  await signIn(page, 'Ada');
  return page;
}

const rowOf = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });

describe('the overview', () => {
  test('says what needs a person, the most urgent first, with one button each', async () => {
    const page = await shown();
    const panel = page.getByRole('region', { name: '3 connections need a person' });
    // Names come with the providers.
    await panel.getByRole('link', { name: 'Demo Provider · dead' }).waitFor();
    const names = await panel.getByRole('listitem').getByRole('paragraph').allTextContents();
    expect(names[0]).toContain('Demo Provider · dead');
    expect(names[2]).toContain('GitHub');
    expect(names[4]).toContain('Demo Provider');
    await page.getByRole('region', { name: 'Ends soon' }).getByText('Ends if unused by').waitFor();
    await screenshot(page, 'overview');

    await panel.getByRole('link', { name: 'Correct the app' }).click();
    await heading(page, /GitHub/).waitFor();
    expect(new URL(page.url()).pathname).toBe('/w/acme/oauth-apps/github');
  });

  test('says that nothing needs one', async () => {
    const page = await shown(manyConnections(3));
    await page.getByText('Nothing needs you. 3 connections work.').waitFor();
  });
});

describe('every state has its words', () => {
  test('in the list, what needs a person first', async () => {
    const page = await shown();
    await open(page, stage, '/w/acme/connections');
    const list = page.getByRole('list', { name: 'Connections', exact: true });
    await list.waitFor();
    const titles = await list.getByRole('listitem').getByRole('link').allTextContents();
    expect(
      titles.filter((title) => title.startsWith('Demo') || title.startsWith('GitHub')).slice(0, 3),
    ).toEqual(['Demo Provider', 'Demo Provider · dead', 'GitHub']);
    await rowOf(page, 'Demo Provider').getByText('A requested permission was not granted.').waitFor();
    await rowOf(page, 'Demo Provider · late').getByText('Refresh delayed').waitFor();
    await rowOf(page, 'Demo Provider · dead').getByText('Needs reconnecting').waitFor();
    await rowOf(page, 'Demo Provider · ending').getByText('Ends if unused by').waitFor();
    await rowOf(page, 'Demo Provider · going').getByText('Disconnecting').waitFor();
    await screenshot(page, 'states');
    await page.getByText('1 disconnected account').click();
    await page.getByText('Receipt', { exact: true }).click();
    const link = page.getByRole('link', { name: 'Open Demo Provider' });
    expect(await link.getAttribute('href')).toBe('http://127.0.0.1/by-hand');
  });

  test('on the page of each connection', async () => {
    const page = await shown();
    await open(page, stage, '/w/acme/connections/demo');
    await page.getByText('in 50 minutes').waitFor();
    await page.getByText('5 minutes ago').waitFor();
    await page.getByText('Not granted', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Add permissions' }).waitFor();
    await open(page, stage, '/w/acme/connections/demo~late');
    await page.getByText('The provider cannot be reached at the moment.').waitFor();
    await open(page, stage, '/w/acme/connections/demo~dead');
    await page
      .getByText('The provider reports that the access was revoked or has expired.')
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: 'Refresh now' }).count()).toBe(0);
    await open(page, stage, '/w/acme/connections/demo~going');
    await page.getByText('has not answered yet').first().waitFor();
    expect(await page.getByRole('button', { name: 'Disconnect' }).count()).toBe(0);
    await open(page, stage, '/w/acme/connections/demo~gone');
    await page.getByRole('heading', { name: 'Receipt' }).waitFor();
  });

  test('a problem shows its text and reference, and trying again helps', async () => {
    const page = await shown(STATES, { expectedErrors: /503/ });
    const problem = {
      type: 'about:blank',
      title: 'Temporarily unavailable',
      status: 503,
      detail: 'Try again in a moment.',
      code: 'temporarily_unavailable',
      correlationId: 'a-correlation-id',
    };
    await page.unroute('**/v1/workspaces/*/connections');
    const fail = '**/v1/workspaces/*/connections';
    await page.route(fail, (route) => route.fulfill({ status: 503, json: problem }));
    await open(page, stage, '/w/acme/connections');
    await page.getByText('Temporarily unavailable').waitFor();
    await page.getByText('a-correlation-id').waitFor();
    await screenshot(page, 'problem');
    await page.unroute(fail);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No account is connected yet').waitFor();
  });
});

describe('200 connections', () => {
  test('are searched and filtered, and the address of what was found can be sent', async () => {
    const page = await shown([...manyConnections(200), ...STATES]);
    await open(page, stage, '/w/acme/connections');
    const list = page.getByRole('list', { name: 'Connections', exact: true });
    await page.getByText('206 connections').waitFor({ state: 'attached' });
    await screenshot(page, 'many-connections');

    await page.getByRole('searchbox', { name: 'Search connections' }).fill('team-17');
    await list.getByRole('link', { name: 'GitHub · team-17', exact: true }).waitFor();
    // The former ones, and team-170 to team-179.
    expect(await list.getByRole('listitem').count()).toBe(11);
    await page.getByRole('searchbox', { name: 'Search connections' }).fill('');
    await page.getByLabel('Status').selectOption('Needs a person');
    await list.getByRole('listitem').nth(2).waitFor();
    expect(await list.getByRole('listitem').count()).toBe(3);

    await page.getByLabel('Status').selectOption('All');
    await page.getByLabel('Provider').selectOption('Notion');
    await page.getByLabel('Connected by').selectOption('bob');
    const found = await list.getByRole('listitem').count();
    expect(found).toBeGreaterThan(5);
    await page.reload();
    await list.waitFor();
    expect(await list.getByRole('listitem').count()).toBe(found);
    expect(await page.getByLabel('Provider').inputValue()).toBe('notion');
  });
});

describe('the keyboard alone is enough', () => {
  test('a dialog takes the focus, closes on Escape and gives the focus back', async () => {
    const page = await shown();
    await open(page, stage, '/w/acme/connections/demo');
    const button = page.getByRole('button', { name: 'Disconnect' });
    await button.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Disconnect');
  });
});
