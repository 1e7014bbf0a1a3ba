/** Every page of the dashboard in its main states: where it is, and what is done there before it is looked at. */
import type { Page } from 'playwright-core';
import type { ConnectionResource } from '../../src/contract/resources.ts';
import { ACTIVE, manyConnections, STATES } from './made-up-connections.ts';

export interface View {
  name: string;
  path: string;
  /** The heading of the page. */
  heading: string | RegExp;
  /** In place of those of the API. */
  connections?: ConnectionResource[];
  /** What a person does first. */
  act?: (page: Page) => Promise<void>;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** A test call, up to the answer. */
export async function tryServer(page: Page): Promise<void> {
  await press(page, 'Load the tools');
  await press(page, 'Call the tool…');
  await page.getByRole('dialog').getByRole('button', { name: 'Call the tool' }).click();
  await page.getByRole('region', { name: 'Answer of the tool' }).waitFor();
}

async function openEndpoints(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^By its endpoints/ }).check();
  await page.getByText('Advanced: what differs from the standard').click();
  await page.getByText('Path to the id').waitFor();
}

async function showDetails(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Details' }).first().click();
}

async function firstSteps(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'First steps' }).waitFor();
}

async function askForDisconnect(page: Page): Promise<void> {
  await press(page, 'Disconnect');
  await page.getByRole('dialog').waitFor();
}

async function askForDeletion(page: Page): Promise<void> {
  await press(page, 'Delete this workspace');
  await page.getByRole('dialog').waitFor();
}

async function askForPersonalDeletion(page: Page): Promise<void> {
  await press(page, 'Delete everything in Personal');
  await page.getByRole('dialog').waitFor();
}

async function showFurther(page: Page): Promise<void> {
  await page.getByText(/further servers of the catalogue/).click();
}

async function replaceApp(page: Page): Promise<void> {
  await press(page, 'Replace the app');
  await page.getByLabel('Client id', { exact: true }).waitFor();
}

const WORKS = [ACTIVE];

/** An address for people's own MCP clients, with a client id for one of them. */
export const ENDPOINT = { address: 'https://mcp.acme.test/mcp', clients: { vscode: 'the-id-of-vs-code' } };

/** Of acme, for its admin, who has connected the demo provider and brought an app for GitHub, and of the admin’s own workspace. */
export const VIEWS: View[] = [
  { name: 'overview-new', path: '/w/acme', heading: 'Overview', connections: [], act: firstSteps },
  { name: 'overview', path: '/w/acme', heading: 'Overview', connections: STATES },
  { name: 'connections', path: '/w/acme/connections', heading: 'Connections', connections: STATES },
  {
    ...{ name: 'connections-200', path: '/w/acme/connections', heading: 'Connections' },
    connections: manyConnections(200),
  },
  {
    ...{ name: 'connection', path: '/w/acme/connections/demo', heading: 'Demo Provider' },
    connections: WORKS,
  },
  {
    ...{ name: 'connection-dead', path: '/w/acme/connections/demo~dead', heading: /^Demo Provider/ },
    connections: STATES,
  },
  {
    ...{ name: 'connection-receipt', path: '/w/acme/connections/demo~gone', heading: /^Demo Provider/ },
    connections: STATES,
  },
  {
    ...{ name: 'disconnect', path: '/w/acme/connections/demo', heading: 'Demo Provider' },
    ...{ connections: WORKS, act: askForDisconnect },
  },
  { name: 'providers', path: '/w/acme/providers', heading: 'Providers' },
  { name: 'provider', path: '/w/acme/providers/google', heading: 'Google' },
  { name: 'connect', path: '/w/acme/providers/google/connect', heading: 'Connect Google' },
  { name: 'connect-again', path: '/w/acme/providers/demo/connect', heading: /Demo Provider/ },
  { name: 'connect-without-app', path: '/w/acme/providers/slack/connect', heading: /Slack/ },
  { name: 'servers', path: '/w/acme/servers', heading: 'MCP servers' },
  { name: 'server', path: '/w/acme/servers/demo-notes', heading: 'Demo Notes', act: tryServer },
  { name: 'add-server', path: '/w/acme/add-server', heading: /server/i },
  { name: 'apps', path: '/w/acme/oauth-apps', heading: 'OAuth apps', connections: STATES },
  {
    ...{ name: 'app', path: '/w/acme/oauth-apps/github', heading: 'OAuth app for GitHub' },
    ...{ connections: STATES, act: replaceApp },
  },
  { name: 'app-new', path: '/w/acme/oauth-apps/google', heading: 'OAuth app for Google' },
  {
    ...{ name: 'add-provider', path: '/w/acme/add-provider', heading: 'Add a provider of your own' },
    act: openEndpoints,
  },
  { name: 'calls', path: '/w/acme/calls', heading: 'Calls', act: showDetails },
  { name: 'activity', path: '/w/acme/activity', heading: 'Activity' },
  { name: 'settings', path: '/w/acme/settings', heading: 'Settings' },
  { name: 'deletion', path: '/w/acme/settings', heading: 'Settings', act: askForDeletion },
  {
    ...{ name: 'not-a-member', path: '/w/initech' },
    heading: 'You are not a member of the workspace “initech”',
  },
  { name: 'no-such-page', path: '/w/acme/nowhere', heading: 'There is no such page' },
  { name: 'clients', path: '/w/acme/clients', heading: 'Connect a client', act: showFurther },
  {
    ...{ name: 'clients-one', path: '/w/~me/clients?client=vscode&server=demo-notes' },
    heading: 'Connect a client',
  },
  { name: 'personal-new', path: '/w/~me', heading: 'Overview', connections: [], act: firstSteps },
  { name: 'personal', path: '/w/~me', heading: 'Overview', connections: STATES },
  { name: 'personal-providers', path: '/w/~me/providers', heading: 'Providers' },
  { name: 'personal-provider', path: '/w/~me/providers/google', heading: 'Google' },
  { name: 'personal-connect', path: '/w/~me/providers/demo/connect', heading: /Demo Provider/ },
  { name: 'personal-connect-without-app', path: '/w/~me/providers/slack/connect', heading: /Slack/ },
  { name: 'personal-servers', path: '/w/~me/servers', heading: 'MCP servers', connections: WORKS },
  { name: 'personal-server', path: '/w/~me/servers/demo-notes', heading: 'Demo Notes' },
  { name: 'personal-deletion', path: '/w/~me/settings', heading: 'Settings', act: askForPersonalDeletion },
  { name: 'personal-without-apps', path: '/w/~me/oauth-apps', heading: 'Personal has no OAuth apps' },
  { name: 'api', path: '/api', heading: /API/ },
];
