/**
 * The page of the calls: what an admin and a member see, filters in the address, numbers, one call by its link, and the file.
 * Covers dashboard/src/pages/calls, dashboard/src/pages/records, dashboard/src/words/call-words.ts, dashboard/src/data/use-pages.ts,
 * dashboard/src/filters/filter-address.ts, dashboard/src/parts/save-file.ts, dashboard/src/api/records.ts.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationDay } from '../../../src/broker/inject/operation-id.ts';
import type { ToolCall } from '../../../src/broker/records.ts';
import { systemRandom } from '../../../src/system/random.ts';
import { added } from '../../adapters/samples.ts';
import { parseCsv } from '../../setup/parse-csv.ts';
import { cutOff } from '../cut-off.ts';
import { eventually } from '../eventually.ts';
import { signInAt, visitAt } from '../sign-in-at.ts';
import { newVisitor, openStage, type Person, type Stage, screenshot, type VisitorOptions } from '../stage.ts';
import { expectNoSecretKept } from '../watched-page.ts';

let stage: Stage;
let refused: string;
beforeAll(async () => {
  stage = await openStage();
  await called('ada', {});
  refused = await called('bob', {
    ...{ tool: 'send_mail', server: 'mail', outcome: 'insufficient_scope', missingScopes: ['mail.send'] },
  });
  await called('bob', {
    ...{ tool: undefined, server: 'nosuch', connectionId: undefined, outcome: 'unknown_server' },
  });
  for (let number = 0; number < 60; number++) await called('ada', { tool: `tool_${number}` });
});
afterAll(() => stage?.close());

/** Returns the operation id. */
async function called(subject: string, record: Partial<ToolCall>): Promise<string> {
  const { ports, urls } = stage.environment;
  const at = Date.now();
  const operationId = systemRandom.uuidV7(at);
  const caller = { issuer: urls.identityProvider, subject };
  const usual = { server: 'demo-notes', tool: 'list_notes', connectionId: 'demo', outcome: 'injected' };
  const key = { workspaceId: 'acme', day: operationDay(operationId), operationId };
  await ports.toolCalls.add(key, added({ at, caller, ...usual, ...record } as ToolCall));
  return operationId;
}

const openCalls = (person: Person, { query = '', ...options }: VisitorOptions & { query?: string } = {}) =>
  visitAt(stage, `/w/acme/calls${query}`, person, options);
const shown = (page: Page) => page.getByRole('button', { name: 'Details' });
const queryOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const counted = 'there were 63 calls: 61 allowed, 2 refused.';

describe('the calls of a workspace', () => {
  test('an admin reads all, goes back in time, narrows them by the address, and takes them along as a file', async () => {
    const visitor = await openCalls('Ada');
    const { page } = visitor;
    await page.getByText(counted).waitFor();
    await eventually(() => shown(page).count()).toBe(50);
    await screenshot(page, 'calls');
    await page.getByRole('button', { name: 'Show older calls' }).click();
    await page.getByText('There are no older calls.').waitFor();
    expect(await shown(page).count()).toBe(63);

    await page.getByRole('combobox', { name: 'MCP server' }).selectOption('mail');
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('insufficient_scope');
    await eventually(() => shown(page).count()).toBe(1);
    await page.getByRole('listitem').filter({ hasText: 'send_mail of mail asked for demo' }).waitFor();
    const day = new Date().toISOString().slice(0, 10);
    await page.getByLabel('From (UTC)').fill(day);
    await page.getByLabel('To (UTC)').fill(day);
    const chosen = { server: 'mail', outcome: 'insufficient_scope', from: day, to: day };
    expect(queryOf(page)).toEqual(chosen);
    await page.reload();
    await page.getByRole('listitem').filter({ hasText: 'send_mail' }).waitFor();
    expect(await shown(page).count()).toBe(1);
    expect(await page.getByRole('combobox', { name: 'MCP server' }).inputValue()).toBe('mail');
    await expectFile(page);

    // The only call of this server is Bob's.
    await page.getByLabel('Only my calls').check();
    await page.getByText('There were no such calls on these days').waitFor();
    await page.getByLabel('To (UTC)').fill('2020-01-01');
    await page.getByText('The last day is before the first one.').waitFor();
    await expectNoSecretKept(visitor);
  });

  async function expectFile(page: Page): Promise<void> {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('calls-acme.csv');
    const rows = parseCsv((await readFile(await download.path(), 'utf8')).slice(1));
    expect(rows.map((row) => row[4])).toEqual(['tool', 'send_mail']);
  }

  test('one of them has a link, which shows it above the list and leads to what helps', async () => {
    const { page } = await openCalls('Ada', { query: `?call=${refused}` });
    const call = page.getByRole('region', { name: 'The call of the link' });
    await call.getByText('Refused: permissions are missing').waitFor();
    await call.getByText(refused).waitFor();
    await call.getByText('mail.send').waitFor();
    const remedy = call.getByRole('link', { name: 'Add permissions' });
    expect(await remedy.getAttribute('href')).toContain(`refusal=${refused}`);
    await screenshot(page, 'call-of-link');
    await call.getByRole('button', { name: 'Close' }).click();
    await call.waitFor({ state: 'detached' });
    expect(queryOf(page)).toEqual({});
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Calls');
  });

  test('a member reads their own, and the counts of all', async () => {
    const { page } = await openCalls('Bob');
    await page.getByText(counted).waitFor();
    await eventually(() => shown(page).count()).toBe(2);
    const refusal = page.getByRole('listitem').filter({ hasText: 'Refused: no server of this name' });
    await refusal.waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: 'tool_59' }).count()).toBe(0);
    expect(await page.getByLabel('Only my calls').count()).toBe(0);
    await screenshot(page, 'calls-member');
  });

  test('on a small screen nothing is cut off, and the filters are folded', async () => {
    const { page } = await openCalls('Ada', { viewport: { width: 375, height: 740 }, colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Show older calls' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Outcome' }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'Outcome' }).waitFor();
    await shown(page).first().click();
    await page.getByText('Operation id').waitFor();
    expect(await cutOff(page)).toBe(0);
    await screenshot(page, 'calls-375-dark');
  });

  test('that cannot be read say so, and can be asked for again', async () => {
    const { page } = await newVisitor(stage, { expectedErrors: /503/ });
    const problem = { title: 'Temporarily unavailable', detail: 'x', code: 'temporarily_unavailable' };
    await page.route('**/v1/workspaces/*/calls?*', (route) => route.fulfill({ status: 503, json: problem }));
    await signInAt(page, stage, '/w/acme/calls', 'Ada');
    await page.getByText('Temporarily unavailable').waitFor();
    await page.unroute('**/v1/workspaces/*/calls?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await eventually(() => shown(page).count()).toBe(50);
  });
});
