/**
 * Servers that take a provider's token: the list, a server of the workspace's own from its form to its deletion, and who did it.
 * Covers dashboard/src/pages/servers, dashboard/src/pages/server, dashboard/src/pages/add-server/provider-form.tsx,
 * dashboard/src/servers, dashboard/src/words/server-words.ts, dashboard/src/words/field-words.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutOff } from '../cut-off.ts';
import { eventually } from '../eventually.ts';
import { visitAt } from '../sign-in-at.ts';
import {
  connectDemo,
  heading,
  open,
  openStage,
  type Person,
  type Stage,
  screenshot,
  type VisitorOptions,
} from '../stage.ts';
import { expectNoSecretKept } from '../watched-page.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' });
});
afterAll(() => stage?.close());

const visit = (person: Person, path: string, options: VisitorOptions = {}) =>
  visitAt(stage, path, person, { expectedErrors: /400/, ...options });

/** The error that stands at a field, which screen readers find by `aria-describedby`. */
async function errorAt(page: Page, label: string): Promise<string> {
  const field = page.getByLabel(label, { exact: true });
  await eventually(() => field.getAttribute('aria-invalid')).toBe('true');
  const id = (await field.getAttribute('aria-describedby'))?.split(' ')[0];
  return (await page.locator(`[id="${id}"]`).textContent()) ?? '';
}

describe('a server of the workspace’s own', () => {
  test('is refused at the fields, registered, changed and deleted, and the activity says by whom', async () => {
    const visitor = await visit('Ada', '/w/acme/add-server');
    const { page, apiCalls } = visitor;
    await page.getByLabel('Address of the server').fill('http://127.0.0.1:9/mcp');
    await page.getByRole('button', { name: 'It takes a provider’s token' }).click();
    await page.getByRole('button', { name: 'Register the server' }).click();
    expect(await errorAt(page, 'Provider')).toContain('Choose the provider');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SELECT');
    expect(apiCalls.filter((each) => each.includes('/mcp-servers/'))).toEqual([]);

    await page.getByLabel('Provider', { exact: true }).selectOption('Demo Provider');
    await page.getByText('Where the token is placed').click();
    await page.getByLabel('Its name').fill('Cookie');
    await page.getByLabel('Value').fill('Key {nothing}');
    await page.getByLabel(/^Name/).fill('Lists');
    await page.getByRole('button', { name: 'Register the server' }).click();
    expect(await errorAt(page, 'Value')).not.toBe('');
    await page.getByText('No placement holds {accessToken}.').waitFor();
    await page.getByText('Each field that needs a change').waitFor();
    await screenshot(page, 'server-errors');
    expect(await page.getByLabel(/^Name/).inputValue()).toBe('Lists');

    await page.getByLabel('Its name').fill('X-Api-Key');
    await page.getByLabel('Value').fill('Key {accessToken}');
    await page.getByRole('button', { name: 'Register the server' }).click();
    await heading(page, 'Lists').waitFor();
    expect(new URL(page.url()).pathname).toBe('/w/acme/servers/lists');
    await page.getByText('Lists is registered.').waitFor();
    const happened = page.getByRole('region', { name: 'What happened' });
    await happened.getByText('Ada registered the MCP server lists').waitFor();
    await page.getByText('Header X-Api-Key').waitFor();
    await screenshot(page, 'server-own');

    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Tools that may be called').fill('read_list\nread_lists');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Lists is saved.').waitFor();
    await page.getByText('read_list, read_lists').waitFor();
    await eventually(() => happened.getByRole('listitem').count()).toBe(2);

    await page.getByRole('button', { name: 'Delete' }).click();
    const question = page.getByRole('dialog', { name: 'Delete Lists?' });
    await question.getByText('Calls of it are refused within five seconds.').waitFor();
    await question.getByRole('button', { name: 'Delete' }).click();
    await heading(page, 'MCP servers').waitFor();
    await page.getByText('Lists is deleted.').waitFor();
    expect(await page.getByRole('link', { name: 'Lists', exact: true }).count()).toBe(0);
    await page.goBack();
    await open(page, stage, '/w/acme/servers/lists');
    await page.getByText('There is no such server').waitFor();
    await open(page, stage, '/w/acme/activity?server=lists');
    await page.getByText('Ada deleted the MCP server lists').waitFor();
    await expectNoSecretKept(visitor);
  });
});

describe('the list of servers', () => {
  test('has those of connected providers first, and its filters stand in the address', async () => {
    const { page } = await visit('Ada', '/w/acme');
    await heading(page, 'Overview').waitFor();
    await connectDemo(page, stage);
    await heading(page, 'Demo Provider').waitFor();
    await open(page, stage, '/w/acme/servers');
    const own = page.getByRole('region', { name: 'Servers of this workspace' });
    await own.getByRole('link', { name: 'Demo Notes', exact: true }).waitFor();
    await own.getByText('uses ada@demo.test').first().waitFor();
    await own.getByText('Ready').first().waitFor();
    const further = page.getByRole('region', { name: 'Further servers of the catalogue' });
    expect(await further.getByRole('listitem').count()).toBeGreaterThan(5);
    await screenshot(page, 'servers');

    await page.getByRole('searchbox', { name: 'Search servers' }).fill('notes');
    await page.getByLabel('Provider').selectOption('Demo Provider');
    await page.getByLabel('State').selectOption('Ready');
    await further.waitFor({ state: 'detached' });
    expect(await own.getByRole('listitem').count()).toBe(1);
    const chosen = { search: 'notes', provider: 'demo', state: 'ready' };
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual(chosen);
    await page.reload();
    await own.getByRole('link', { name: 'Demo Notes', exact: true }).waitFor();
    expect(await page.getByRole('main').getByRole('listitem').count()).toBe(1);
    expect(await page.getByLabel('State').inputValue()).toBe('ready');

    await page.getByRole('searchbox', { name: 'Search servers' }).fill('nothing has this name');
    await page.getByText('No server matches').waitFor();
  });

  test('is read by a member, who changes nothing: an admin adds servers', async () => {
    const { page } = await visit('Bob', '/w/acme/servers');
    await page.getByRole('link', { name: 'Demo Notes', exact: true }).click();
    await heading(page, 'Demo Notes').waitFor();
    await page.getByRole('region', { name: 'What happened' }).waitFor();
    expect(await page.getByRole('button', { name: /^(Edit|Delete|Reset|Change|Set)/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'MCP servers' }).last().click();
    await heading(page, 'MCP servers').waitFor();
    expect(await page.getByRole('link', { name: /Add a server|Set the address/ }).count()).toBe(0);
    await open(page, stage, '/w/acme/add-server');
    await page.getByText('An admin adds servers').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
  });

  test.each(['light', 'dark'] as const)('is not cut off on a small %s screen', async (colorScheme) => {
    const { page } = await visit('Ada', '/w/acme/servers', {
      viewport: { width: 375, height: 740 },
      colorScheme,
    });
    await page.getByRole('link', { name: 'Demo Notes', exact: true }).waitFor();
    expect(await cutOff(page)).toBe(0);
    await screenshot(page, `servers-375-${colorScheme}`);
    await page.getByRole('link', { name: 'Demo Notes', exact: true }).click();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    expect(await cutOff(page)).toBe(0);
    await screenshot(page, `server-375-${colorScheme}`);
  });
});
