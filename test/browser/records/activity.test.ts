/**
 * The page of the activity: filters in the address, page by page, the file, names of people, and what a member does not see.
 * Covers dashboard/src/pages/activity, dashboard/src/pages/records, dashboard/src/words/activity-words.ts,
 * dashboard/src/words/activity-kinds.ts, dashboard/src/activity/activity-lines.tsx, dashboard/src/filters/use-filter.ts,
 * dashboard/src/filters/value-filter.tsx, dashboard/src/data/use-people.ts, dashboard/src/api/people.ts.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Activity } from '../../../src/broker/records.ts';
import { systemRandom } from '../../../src/system/random.ts';
import { put } from '../../adapters/samples.ts';
import { START_OF_FORMULA } from '../../http/spreadsheet-formulas.ts';
import { parseCsv } from '../../setup/parse-csv.ts';
import { cutOff } from '../cut-off.ts';
import { eventually } from '../eventually.ts';
import { visitAt } from '../sign-in-at.ts';
import {
  heading,
  open,
  openStage,
  type Person,
  type Stage,
  screenshot,
  type VisitorOptions,
} from '../stage.ts';
import { expectNoSecretKept } from '../watched-page.ts';

const DAY = 86_400_000;
const FORMULA = '=HYPERLINK("https://evil.example","x")';
const dayAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const of = (provider: string, connectionId = provider) => ({ provider, connectionId });
  for (let number = 0; number < 55; number++)
    await happened(
      { type: 'connection_renamed', actor: 'ada', ...of('github', `github~${number}`) },
      40 * DAY,
    );
  await happened({ type: 'connected', actor: 'bob', ...of('demo') }, 3 * DAY);
  await happened({ type: 'mcp_server_put', actor: 'ada', server: 'lists', ...{ provider: 'demo' } });
  await happened({ type: 'oauth_app_put', actor: 'ada', provider: 'google', server: FORMULA });
  await happened({ type: 'refused', actor: 'ada', outcome: 'forbidden', operation: 'putOAuthApp' });
  await happened({ type: 'refused', actor: 'bob', outcome: 'forbidden', operation: 'deleteMcpServer' });
});
afterAll(() => stage?.close());

async function happened(entry: Partial<Activity>, ago = 0): Promise<void> {
  const { ports, urls } = stage.environment;
  const at = Date.now() - ago;
  const id = systemRandom.uuidV7(at);
  const recorded = { at, type: 'connected', actorIssuer: urls.identityProvider, ...entry } as Activity;
  await ports.activity.change({ workspaceId: 'acme', id }, put(recorded));
}

const visit = (person: Person, path = '/w/acme/activity', options: VisitorOptions = {}) =>
  visitAt(stage, path, person, options);
const entries = (page: Page) => page.getByRole('main').getByRole('listitem');

/** What each filter leaves: its field, its choice, what the address says then, and how many entries are shown. */
const FILTERS: [field: string, choice: string, query: Record<string, string>, count: number][] = [
  ['Person', 'Bob', { person: 'bob' }, 2],
  ['Provider', 'Google', { provider: 'google' }, 1],
  ['MCP server', 'lists', { server: 'lists' }, 1],
  ['Kind', 'MCP servers: all', { type: 'servers' }, 1],
  ['Kind', 'Refusals: Request refused', { type: 'refused' }, 2],
];

describe('an admin', () => {
  test('reads names of people, and finds entries by filters that stand in the address and in a reload', async () => {
    await visit('Bob').then(({ page }) => page.getByText('Bob connected Demo Provider').waitFor());
    const visitor = await visit('Ada');
    const { page } = visitor;
    await page.getByText('Bob connected Demo Provider').waitFor();
    await page.getByText('Ada registered the MCP server lists').waitFor();
    await page.getByText('A request of Bob was refused: delete MCP server').waitFor();
    const subjects = (await page.getByRole('main').getByRole('list').allTextContents()).join(' ');
    expect(subjects).not.toMatch(/\b(ada|bob)\b/);
    await screenshot(page, 'activity');

    for (const [field, choice, query, count] of FILTERS) {
      await page.getByRole('combobox', { name: field }).selectOption({ label: choice });
      await eventually(() => entries(page).count()).toBe(count);
      expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual(query);
      await page.getByRole('combobox', { name: field }).selectOption('');
      await page.getByText('The newest 50').waitFor();
    }
    await expectNoSecretKept(visitor);
  });

  test('opens a link with every filter, which the page shows and the list follows', async () => {
    const query = new URLSearchParams({
      ...{ person: 'bob', provider: 'demo', connection: 'demo', type: 'connected' },
      ...{ from: dayAgo(4), to: dayAgo(2) },
    });
    const { page } = await visit('Ada', `/w/acme/activity?${query}`);
    await page.getByText('Bob connected Demo Provider').waitFor();
    expect(await entries(page).count()).toBe(1);
    const values = ['Person', 'Provider', 'Connection', 'Kind'].map((name) =>
      page.getByRole('combobox', { name }).inputValue(),
    );
    expect(await Promise.all(values)).toEqual(['bob', 'demo', 'demo', 'connected']);
    expect(await page.getByLabel('From (UTC)').inputValue()).toBe(dayAgo(4));

    await page.getByLabel('To (UTC)').fill(dayAgo(5));
    await page.getByText('The last day is before the first one.').waitFor();
    await page.getByLabel('To (UTC)').fill(dayAgo(4));
    await page.getByText('No entry matches').waitFor();
    await page.reload();
    await page.getByText('No entry matches').waitFor();
    expect(await page.getByLabel('To (UTC)').inputValue()).toBe(dayAgo(4));
  });

  test('goes back page by page, and takes all of it along as a file that no spreadsheet runs', async () => {
    const { page } = await visit('Ada');
    await page.getByRole('button', { name: 'Show older entries' }).click();
    await page.getByText('There are no older entries.').waitFor();
    expect(await entries(page).count()).toBe(60);
    await page.getByText('github~0').or(page.getByText('GitHub · 0')).first().waitFor();

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('activity-acme.csv');
    const bytes = await readFile(await download.path());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = parseCsv(bytes.toString().slice(1));
    expect(rows).toHaveLength(61);
    expect(rows.flat()).toContain(`'${FORMULA}`);
    expect(rows.flat().filter((cell) => START_OF_FORMULA.test(cell))).toEqual([]);
  });
});

describe('a member', () => {
  test('sees what happened and their own refusals, and none of others', async () => {
    const { page } = await visit('Bob', '/w/acme/activity?type=refusals');
    await page.getByText('A request of Bob was refused: delete MCP server').waitFor();
    expect(await entries(page).count()).toBe(1);
    await open(page, stage, '/w/acme/activity?person=ada');
    await page.getByText('registered the MCP server lists').waitFor();
    expect(await page.getByText('put OAuth app').count()).toBe(0);
  });

  test('reads it on a small screen, where the filters are folded', async () => {
    const { page } = await visit('Bob', '/w/acme/activity?provider=demo', {
      viewport: { width: 375, height: 740 },
    });
    await heading(page, 'Activity').waitFor();
    await page.getByText('Bob connected Demo Provider').waitFor();
    await page.getByRole('button', { name: 'Filters (1 set)' }).click();
    await page.getByRole('combobox', { name: 'Provider' }).waitFor();
    expect(await cutOff(page)).toBe(0);
    await screenshot(page, 'activity-375');
  });
});
