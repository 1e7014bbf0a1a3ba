/**
 * The list of calls: what an admin and a member see, filters, counts, and the file.
 * Covers dashboard/src/components/call-list.tsx, dashboard/src/components/call-counts.tsx,
 * dashboard/src/components/call-filters.tsx, dashboard/src/words/call-words.ts, dashboard/src/use-calls.ts,
 * dashboard/src/save-file.ts, dashboard/src/api.ts.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationDay } from '../../src/broker/inject/operation-id.ts';
import type { ToolCall } from '../../src/broker/records.ts';
import { systemRandom } from '../../src/system/random.ts';
import { added } from '../adapters/samples.ts';
import { parseCsv } from '../setup/parse-csv.ts';
import { newVisitor, openStage, type Stage, screenshot, signIn } from './stage.ts';
import { expectNoSecretKept } from './watched-page.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await called('ada', {});
  await called('bob', {
    tool: 'send_mail',
    server: 'mail',
    outcome: 'insufficient_scope',
    missingScopes: ['mail.send'],
  });
  await called('bob', {
    tool: undefined,
    server: 'nosuch',
    connectionId: undefined,
    outcome: 'unknown_server',
  });
  for (let number = 0; number < 30; number++) await called('ada', { tool: `tool_${number}` });
});
afterAll(() => stage?.close());

async function called(subject: string, record: Partial<ToolCall>): Promise<void> {
  const { ports, urls } = stage.environment;
  const at = Date.now();
  const operationId = systemRandom.uuidV7(at);
  const caller = { issuer: urls.identityProvider, subject };
  const usual = {
    at,
    caller,
    server: 'demo-notes',
    tool: 'list_notes',
    connectionId: 'demo',
    outcome: 'injected',
  };
  const key = { workspaceId: 'acme', day: operationDay(operationId), operationId };
  await ports.toolCalls.add(key, added({ ...usual, ...record } as ToolCall));
}

async function openCalls(name: 'Ada' | 'Bob', options: Parameters<typeof newVisitor>[1] = {}) {
  const visitor = await newVisitor(stage, options);
  await visitor.page.goto(stage.environment.urls.dashboard);
  await signIn(visitor.page, name);
  const calls = visitor.page.getByRole('region', { name: 'Calls' });
  await calls.getByText('Today there were').waitFor();
  return { ...visitor, calls };
}
const shown = (page: Page) =>
  page.getByRole('region', { name: 'Calls' }).getByRole('list').last().getByRole('listitem');

describe('the calls of a workspace', () => {
  test('an admin reads all, narrows them, goes back in time, and takes them along as a file', async () => {
    const { page, calls, ...visitor } = await openCalls('Ada');
    await calls.getByText('Today there were 33 calls: 31 allowed, 2 refused.').waitFor();
    expect(await shown(page).count()).toBe(20);
    await screenshot(page, 'calls');
    await calls.getByRole('button', { name: 'Show older calls' }).click();
    await calls.getByText('Missing: mail.send').waitFor();
    await calls.getByText('Refused: permissions are missing', { exact: true }).last().waitFor();
    expect(await shown(page).count()).toBe(33);

    await calls.getByLabel('Server', { exact: true }).selectOption('mail');
    await calls.getByText('send_mail').waitFor();
    await expect.poll(() => shown(page).count()).toBe(1);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      calls.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('calls-acme.csv');
    const rows = parseCsv(await readFile(await download.path(), 'utf8'));
    expect(rows.map((row) => row[4])).toEqual(['tool', 'send_mail']);

    await calls
      .getByLabel('Day', { exact: true })
      .fill(new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10));
    await calls.getByText('There were no such calls on that day.').waitFor();
    await calls.getByText('(UTC) there were no calls.').waitFor();
    await calls.getByLabel('Day', { exact: true }).fill('');
    await calls.getByText('Today there were 33 calls').waitFor();
    await calls.getByLabel('Server', { exact: true }).selectOption('All');
    await calls.getByLabel('Outcome', { exact: true }).selectOption('not_connected');
    await calls.getByText('There were no such calls in the last seven days.').waitFor();
    await calls.getByLabel('Outcome', { exact: true }).selectOption('All');
    await calls.getByText('tool_29').waitFor();
    await calls.getByLabel('Server', { exact: true }).selectOption('mail');
    await calls.getByText('send_mail').waitFor();
    // The only call of this server is Bob's.
    await calls.getByLabel('Only mine').check();
    await calls.getByText('There were no such calls in the last seven days.').waitFor();
    await expectNoSecretKept({ page, ...visitor });
  });

  test('a member reads their own, and the counts of all', async () => {
    const { page, calls } = await openCalls('Bob');
    await calls.getByText('Today there were 33 calls').waitFor();
    expect(await shown(page).count()).toBe(2);
    await calls.getByText('nosuch').first().waitFor();
    expect(await calls.getByText('tool_29').count()).toBe(0);
    expect(await calls.getByLabel('Only mine').count()).toBe(0);
    await screenshot(page, 'calls-member');
  });

  test.each(['light', 'dark'] as const)('on a small %s screen nothing is cut off', async (colorScheme) => {
    const { page, calls } = await openCalls('Ada', { viewport: { width: 360, height: 740 }, colorScheme });
    await calls.getByRole('button', { name: 'Show older calls' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await screenshot(page, `calls-small-${colorScheme}`);
  });

  test('that cannot be read say so, and can be asked for again', async () => {
    const { page } = await newVisitor(stage, { expectedErrors: /503/ });
    await page.route('**/v1/workspaces/*/calls?*', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        json: { title: 'x', code: 'internal' },
      }),
    );
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    const calls = page.getByRole('region', { name: 'Calls' });
    await calls.getByText('The calls could not be loaded.').waitFor();
    await page.unroute('**/v1/workspaces/*/calls?*');
    await calls.getByRole('button', { name: 'Try again' }).click();
    await calls.getByText('Today there were 33 calls').waitFor();
  });
});
