/** What tests of remote MCP servers do in a browser: an address is pasted, both names are confirmed, and a tool is called. */
import type { Page } from 'playwright-core';
import type { RemoteServerOptions } from '../../../local/remote-server/remote-server-options.ts';
import { walkSignIn } from '../../../local/walk-sign-in.ts';
import { callRemoteTool } from '../../remote/call-remote-tool.ts';
import { remoteOidcServer } from '../../remote/remote-oidc-server.ts';
import { visitAt } from '../sign-in-at.ts';
import { openStage, type Person, type Stage, type VisitorOptions } from '../stage.ts';
import type { WatchedPage } from '../watched-page.ts';

type Options = VisitorOptions & { as?: Person; path?: string };

export interface RemoteStage extends Stage {
  /** A person who is signed in, on the page that adds a server or on another one; Ada is an admin, and Bob a member. */
  open(options?: Options): Promise<WatchedPage>;
  /** Calls a tool of a server of acme for Ada, as a runtime does. */
  call(url: string, server: string, tool: string): Promise<string>;
}

export async function openRemoteStage(): Promise<RemoteStage> {
  const workspaceServers = 'allow-private-addresses-of-servers-beside-the-runtime';
  const stage = await openStage({ workspaceServers });
  const { identityProvider: issuer, dashboard: dashboardUrl, lambda } = stage.environment.urls;
  return {
    ...stage,
    open: ({ as = 'Ada', path = '/w/acme/add-server', ...options } = {}) =>
      visitAt(stage, path, as, { expectedErrors: /409|424|400/, ...options }),
    call: async (url, server, tool) => {
      const { accessToken: callerToken } = await walkSignIn({ issuer, dashboardUrl, person: 'ada' });
      const who = { lambda, callerToken, workspaceId: 'acme', server };
      return callRemoteTool({ ...who, url, tool, arguments: { text: 'milk' } });
    },
  };
}

export async function paste(page: Page, url: string, id: string): Promise<void> {
  await page.getByLabel('Address of the server').fill(url);
  const field = page.getByLabel(/^Id/);
  if (!(await field.isVisible())) await page.getByText('Choose its id').click();
  await field.fill(id);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
}

export const confirmation = (page: Page) =>
  page.getByRole('dialog', { name: 'Do these two belong together?' });

/** What a remote server that a person connected says on the page of its connection. */
export const connected = (page: Page, name: string) =>
  page.getByRole('heading', { name: `${name} is connected` });

export const goOnTo = (page: Page, host: string | RegExp = /^Continue to 127/) =>
  page.getByRole('button', { name: host });

/** A server that is registered and confirmed; the browser is where that leads. */
export async function registered(page: Page, id: string, options: RemoteServerOptions = {}) {
  const server = await remoteOidcServer(options);
  await paste(page, server.url, id);
  await confirmation(page).getByRole('button', { name: 'They belong together' }).click();
  return server;
}
