/**
 * The page of the API, which needs no sign-in: search, links to operations, schemas that unfold, and a small screen.
 * Covers dashboard/src/api-page.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cutOff } from './cut-off.ts';
import { eventually } from './eventually.ts';
import {
  heading,
  newVisitor,
  open,
  openStage,
  type Stage,
  screenshot,
  type VisitorOptions,
} from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

async function visit(fragment = '', options: VisitorOptions = {}): Promise<Page> {
  const { page, apiCalls } = await newVisitor(stage, options);
  await open(page, stage, `/api${fragment}`);
  await heading(page, 'API').waitFor();
  await page.getByRole('heading', { name: 'Introduction' }).waitFor();
  expect(apiCalls).toEqual([]);
  return page;
}
const links = (page: Page) => page.getByRole('navigation', { name: 'Operations' }).getByRole('link');
/** Whether the part is in the window. */
const inSight = (page: Page, id: string) =>
  page.evaluate(`(() => {
    const { top, bottom } = document.getElementById(${JSON.stringify(id)}).getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  })()`);

test('a person without a sign-in finds an operation, reads its fields and copies a request', async () => {
  const page = await visit();
  const all = await links(page).count();
  expect(all).toBeGreaterThan(30);
  await page.getByRole('searchbox', { name: 'Search operations' }).fill('put mcp-servers');
  await page.getByText('1 operation', { exact: true }).waitFor({ state: 'attached' });
  await page.getByRole('navigation').getByRole('link', { name: 'Register an MCP server' }).click();
  expect(new URL(page.url()).hash).toBe('#putMcpServer');
  await eventually(() => inSight(page, 'putMcpServer')).toBe(true);

  const operation = page.locator('section#putMcpServer');
  const folded = operation.locator('details').first();
  const before = await operation.locator('.field-head').count();
  await folded.locator('summary').click();
  await eventually(() => operation.locator('.field-head').count()).toBeGreaterThan(before);
  expect(await operation.getByText('$TOKEN').first().textContent()).toContain('Authorization: Bearer $TOKEN');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await operation.getByRole('button', { name: 'Copy', exact: true }).first().click();
  await eventually(() => page.evaluate('navigator.clipboard.readText()')).toMatch(
    /^curl -X PUT 'http:\/\/127\.0\.0\.1/,
  );

  await page.getByRole('searchbox', { name: 'Search operations' }).fill('no such thing');
  await page.getByText('No operation matches.').waitFor();
});

test('a link to an operation begins there, for the keyboard too', async () => {
  const page = await visit('#listConnections');
  await eventually(() => page.evaluate('document.activeElement.id')).toBe('listConnections');
  expect(await inSight(page, 'listConnections')).toBe(true);
  expect(await inSight(page, 'introduction')).toBe(false);
  const current = links(page).and(page.locator('[aria-current=true]'));
  expect(await current.getAttribute('href')).toBe('#listConnections');
});

test('a small screen has a menu, and nothing is cut off', async () => {
  const page = await visit('', { viewport: { width: 375, height: 740 }, colorScheme: 'dark' });
  expect(await cutOff(page)).toBe(0);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('searchbox', { name: 'Search operations' }).fill('list people');
  await links(page).filter({ hasText: 'List the people' }).click();
  await eventually(() => inSight(page, 'listPeople')).toBe(true);
  expect(await page.getByRole('button', { name: 'Menu' }).getAttribute('aria-expanded')).toBe('false');
  expect(await cutOff(page)).toBe(0);
  await screenshot(page, 'api-375-dark');
});

test('a description that cannot be loaded is said, and asked for again', async () => {
  const { page } = await newVisitor(stage, { expectedErrors: /503/ });
  await page.route('**/openapi.json', (route) => route.fulfill({ status: 503, body: 'x' }));
  await open(page, stage, '/api');
  await page.getByText('The description of the API could not be loaded').waitFor();
  await page.unroute('**/openapi.json');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Introduction' }).waitFor();
});
