/**
 * The page with the address for a person's own MCP client: copied by keyboard, for a workspace and for Personal.
 * Covers dashboard/src/pages/clients, dashboard/src/clients, dashboard/src/styles/clients.css.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  consent,
  heading,
  newVisitor,
  open,
  openStage,
  type Person,
  type Stage,
  screenshot,
  signIn,
  type VisitorOptions,
  withSettings,
} from './stage.ts';

const BASE = 'https://mcp.acme.test/mcp';
const VSCODE = 'the-id-of-vs-code';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** Somebody at an environment that has an address. */
async function visitWith(
  mcpEndpoint: object | undefined,
  { person = 'Ada', ...options }: VisitorOptions & { person?: Person } = {},
) {
  const visitor = await newVisitor(stage, { permissions: ['clipboard-read', 'clipboard-write'], ...options });
  await withSettings(visitor.page, { mcpEndpoint });
  await visitor.page.goto(stage.environment.urls.dashboard);
  await signIn(visitor.page, person);
  return visitor;
}

const ENDPOINT = { address: BASE, clients: { vscode: VSCODE } };
const copied = (page: Page) => page.evaluate('navigator.clipboard.readText()');
const link = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name });
const recipe = (page: Page) => page.getByRole('region', { name: 'Your client' });

async function copyByKeyboard(page: Page, name: string): Promise<unknown> {
  await page.getByRole('button', { name, exact: true }).press('Enter');
  await page.getByRole('status').filter({ hasText: 'Copied' }).first().waitFor();
  return copied(page);
}

describe('the address', () => {
  test('of Personal is copied after a first connection there, which no other workspace has', async () => {
    const { page } = await visitWith(ENDPOINT);
    await page.getByLabel('Workspace').selectOption({ label: 'Personal' });
    await page.getByRole('link', { name: 'Connect Demo Provider' }).click();
    await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
    await consent(page, 'Allow');
    await page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Connect a client' }).press('Enter');
    await heading(page, 'Connect a client').waitFor();
    expect(new URL(page.url()).pathname).toBe('/w/~me/clients');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Connect a client');
    await page.getByText('the servers of your personal workspace').waitFor();
    await page.getByText('Ask for something that needs Demo Notes').waitFor();
    expect(await copyByKeyboard(page, 'Copy the address')).toBe(`${BASE}/~me`);
    await screenshot(page, 'clients-personal');

    await page.getByLabel('Workspace').selectOption('acme');
    await page.getByText('for the workspace acme').waitFor();
    await link(page, 'Connections').click();
    await page.getByText('No account is connected yet').waitFor();
    await link(page, 'Connect a client').click();
    await page.getByText('No account is connected yet, so the answer is a link').waitFor();
    expect(await copyByKeyboard(page, 'Copy the address')).toBe(`${BASE}/acme`);
  });

  test('stands in the recipe of each client, which the keyboard chooses and the address of the page keeps', async () => {
    const { page } = await visitWith(ENDPOINT, { person: 'Bob' });
    await link(page, 'Connect a client').click();
    await page.getByRole('radio', { name: 'Claude', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('radio', { name: 'Claude Code' }).isChecked()).toBe(true);
    expect(await copyByKeyboard(page, 'Copy')).toBe(`claude mcp add --transport http acme ${BASE}/acme`);
    await recipe(page).getByText('The operator names no client id for Claude Code.').waitFor();

    await page.getByRole('radio', { name: 'Claude Code' }).focus();
    await page.keyboard.press('ArrowRight');
    await recipe(page).getByText('.vscode/mcp.json').waitFor();
    await page.getByLabel('Servers', { exact: true }).selectOption({ label: 'Demo Notes' });
    expect(new URL(page.url()).search).toBe('?client=vscode&server=demo-notes');
    expect(JSON.parse(String(await copyByKeyboard(page, 'Copy')))).toEqual({
      servers: {
        'demo-notes': { type: 'http', url: `${BASE}/acme/demo-notes`, oauth: { clientId: VSCODE } },
      },
    });
    expect(await copyByKeyboard(page, 'Copy the client id of VS Code')).toBe(VSCODE);

    await page.reload();
    await recipe(page).getByText('.vscode/mcp.json').waitFor();
    expect(await page.getByLabel('Servers', { exact: true }).inputValue()).toBe('demo-notes');
    await open(page, stage, '/w/acme/clients?client=nobody&server=nothing');
    await recipe(page).getByText('choose “Add custom connector”').waitFor();
    expect(await page.getByLabel('Servers', { exact: true }).inputValue()).toBe('');
  });

  test('of each server is listed, with what is known of its tools and of the clients’ limits', async () => {
    const { page } = await visitWith(ENDPOINT);
    await link(page, 'Connect a client').click();
    const list = page.getByRole('region', { name: 'Addresses by server' });
    await list.getByText(/further servers of the catalogue/).click();
    expect(await list.getByText(`${BASE}/acme/demo-notes`, { exact: true }).count()).toBe(1);
    expect(await list.getByText(/provider:/).count()).toBe(0);
    await list.getByRole('button', { name: 'Copy the address of Demo Notes' }).press('Enter');
    expect(await copied(page)).toBe(`${BASE}/acme/demo-notes`);
    const limits = page.getByRole('region', { name: 'Tool limits of clients' });
    await limits.getByText('Cursor: 40 tools').waitFor();
    await limits.getByText('VS Code: 128 tools').waitFor();
    await screenshot(page, 'clients');
  });

  test('says of each server for whom a call acts, where the API says it', async () => {
    const { page } = await visitWith(ENDPOINT);
    await page.route('**/v1/workspaces/acme/mcp-servers', async (route) => {
      const response = await route.fetch();
      const { servers } = (await response.json()) as { servers: { id: string }[] };
      const connectionOf = 'person-else-workspace';
      const json = {
        servers: servers.map((each) => (each.id === 'demo-notes' ? { ...each, connectionOf } : each)),
      };
      await route.fulfill({ json });
    });
    const sentence = /acts for you if Personal has an account, else for the team/;
    await open(page, stage, '/w/acme/clients');
    await page.getByText(/further servers of the catalogue/).click();
    await page.getByText(sentence).waitFor();
    expect(await page.getByText(/acts for/).count()).toBe(1);
    await open(page, stage, '/w/acme/servers');
    await page.getByRole('listitem').filter({ hasText: 'Demo Notes' }).getByText(sentence).waitFor();
    await open(page, stage, '/w/acme/servers/demo-notes');
    await page.getByText(sentence).waitFor();
  });

  test('of this machine is not what a client in a cloud reaches', async () => {
    const { page } = await visitWith({ address: 'http://127.0.0.1:3005/mcp' });
    await link(page, 'Connect a client').click();
    await recipe(page).getByText('calls from the cloud of Anthropic').waitFor();
    await page.getByRole('radio', { name: 'Cursor' }).check();
    expect(await recipe(page).getByText('calls from the cloud').count()).toBe(0);
    await page.getByRole('radio', { name: 'ChatGPT' }).check();
    await recipe(page).getByText('calls from the cloud of OpenAI').waitFor();
  });

  test('is not offered where the environment has none', async () => {
    const { page } = await visitWith(undefined);
    expect(await link(page, 'Connect a client').count()).toBe(0);
    await open(page, stage, '/w/acme/clients');
    await page.getByText('There is no address for MCP clients here').waitFor();
  });
});
