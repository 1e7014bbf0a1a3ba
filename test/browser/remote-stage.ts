/** What tests of remote MCP servers do in a browser: an address is pasted, both names are confirmed, and a tool is called. */
import type { Page } from 'playwright-core';
import type { RemoteServerOptions } from '../../local/remote-server/remote-server-options.ts';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { callRemoteTool } from '../remote/call-remote-tool.ts';
import { remoteOidcServer } from '../remote/remote-oidc-server.ts';
import { newVisitor, openStage, type Stage, signIn } from './stage.ts';

type Options = Parameters<typeof newVisitor>[1] & { as?: 'Ada' | 'Bob'; path?: string };

export interface RemoteStage extends Pick<Stage, 'environment' | 'close'> {
  /** A person who is signed in; Ada is an admin, and Bob a member. */
  open(options?: Options): ReturnType<typeof newVisitor>;
  /** Calls a tool of a server of acme for Ada, as a runtime does. */
  call(url: string, server: string, tool: string): Promise<string>;
}

export async function openRemoteStage(): Promise<RemoteStage> {
  const workspaceServers = 'allow-private-addresses-of-servers-beside-the-runtime';
  const stage = await openStage({ workspaceServers });
  const { identityProvider: issuer, dashboard: dashboardUrl, lambda } = stage.environment.urls;
  return {
    environment: stage.environment,
    close: () => stage.close(),
    open: async ({ as = 'Ada', path = '/', ...options } = {}) => {
      const visitor = await newVisitor(stage, { expectedErrors: /409|424|400/, ...options });
      await visitor.page.goto(dashboardUrl + path);
      await signIn(visitor.page, as);
      return visitor;
    },
    call: async (url, server, tool) => {
      const { accessToken: callerToken } = await walkSignIn({ issuer, dashboardUrl, person: 'ada' });
      const who = { lambda, callerToken, workspaceId: 'acme', server };
      return callRemoteTool({ ...who, url, tool, arguments: { text: 'milk' } });
    },
  };
}

export async function paste(page: Page, url: string, id: string): Promise<void> {
  await page.getByLabel('Add a server by its address').fill(url);
  await page.getByLabel(/^Id/).fill(id);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
}

export const confirmation = (page: Page) =>
  page.getByRole('dialog', { name: 'Do these two belong together?' });

/** A server that is registered and confirmed; the browser is where that leads. */
export async function registered(page: Page, id: string, options: RemoteServerOptions = {}) {
  const server = await remoteOidcServer(options);
  await paste(page, server.url, id);
  await confirmation(page).getByRole('button', { name: 'They belong together' }).click();
  return server;
}
