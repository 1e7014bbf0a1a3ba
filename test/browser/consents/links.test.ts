/**
 * The link of a refusal, from the refused call to the call that works. Nothing in a link is believed.
 * Covers dashboard/src/consent/intent.ts, dashboard/src/consent/wish.ts, dashboard/src/consent/wanted-scopes.ts,
 * dashboard/src/consent/account-target.ts, dashboard/src/pages/connect/connect-page.tsx,
 * dashboard/src/pages/connect/connect-form.tsx, dashboard/src/pages/connect/wanted-scopes.tsx,
 * dashboard/src/pages/connect/permission-section.tsx, dashboard/src/pages/connect/use-known.ts,
 * dashboard/src/words/plain-text.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../src/broker/caller.ts';
import { putMcpServer } from '../../../src/broker/servers/put-mcp-server.ts';
import {
  connectDemo,
  heading,
  newVisitor,
  openStage,
  type Stage,
  screenshot,
  signIn,
  visit,
} from '../stage.ts';
import { callServer, linkOfRefusal } from './injector-call.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const caller: Caller = { issuer: 'i', subject: 'ada', roles: new Map([['acme', 'admin']]) };
  const placements = [{ in: 'env' as const, name: 'NOTES_TOKEN', value: '{accessToken}' }];
  const server = { name: 'Note writer', provider: 'demo', placements, scopes: ['notes:read', 'notes:write'] };
  await putMcpServer(stage.environment.ports, { caller, workspaceId: 'acme', serverId: 'writer', server });
});
afterAll(() => stage?.close());

const writer = { server: 'writer' };

describe('the link of a refusal', () => {
  test('opens as “connect again” with what the server lacks, and the call then works', async () => {
    const { page } = await visit(stage);
    await connectDemo(page, stage);
    await heading(page, 'Demo Provider').waitFor();

    const refused = await callServer(stage, writer);
    expect(refused.context).toMatchObject({ reason: 'insufficient_scope', missingScopes: ['notes:write'] });
    await page.goto(await linkOfRefusal(stage, writer));
    await heading(page, 'Connect Demo Provider again').waitFor();
    const needed = page.getByRole('group', { name: 'Note writer needs' });
    expect(await needed.getByRole('checkbox', { name: 'notes:write' }).isChecked()).toBe(true);
    await screenshot(page, 'link-of-a-refusal');
    await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
    // The provider knows the account from the first consent.
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
    await page.getByText('Note writer can use ada@demo.test now.').waitFor();
    expect(await callServer(stage, writer)).toMatchObject({ isAuthorized: true });
  });

  test('T234: that asks for more than the server wants has it unticked, and names who asks', async () => {
    const { page, apiCalls } = await newVisitor(stage, { colorScheme: 'dark' });
    const query = '?connect=demo&workspace=acme&server=writer&account=demo&scopes=drive+admin';
    await page.goto(`${stage.environment.urls.dashboard}/${query}`);
    await signIn(page, 'Bob', 'Connect Demo Provider again');
    const asked = page.getByRole('group', { name: 'Asked by the link' }).getByRole('checkbox');
    await asked.first().waitFor();
    expect(await asked.count()).toBe(2);
    for (const box of await asked.all()) {
      expect(await box.isChecked()).toBe(false);
      expect(await box.isDisabled()).toBe(true);
    }
    await page.getByText('An admin of the workspace decides about this.').first().waitFor();
    await screenshot(page, 'link-that-asks-for-more');
    expect(apiCalls.filter((call) => call.startsWith('POST'))).toEqual([]);
  });

  test('T234: whose parts do not exist here says so, and repeats no text of it as markup', async () => {
    const { page } = await newVisitor(stage);
    const markup = '<img src=x onerror=alert(1)>';
    const query = new URLSearchParams({
      connect: 'demo',
      server: 'no-such-server',
      account: 'github',
      workspace: 'acme',
    });
    query.set('scopes', `${markup.replaceAll(' ', '/')} \u202eevil`);
    await page.goto(`${stage.environment.urls.dashboard}/?${query}`);
    await signIn(page, 'Ada', 'Connect Demo Provider');
    await page.getByText('This workspace has no MCP server “no-such-server” of this provider.').waitFor();
    await page.getByText('“github” is no account of this provider.').waitFor();
    // It is text, and a scope with a character that no scope has is not there at all (RFC 6749 section 3.3).
    await page.getByRole('group', { name: 'Asked by the link' }).getByText('<img/src=x').waitFor();
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(await page.getByText('evil').count()).toBe(0);
    await screenshot(page, 'link-of-nothing');
  });

  test('T234: for a workspace of others says so by its name, and opens nothing', async () => {
    const { page, apiCalls } = await newVisitor(stage);
    await page.goto(`${stage.environment.urls.dashboard}/?connect=demo&workspace=globex&server=demo-notes`);
    await signIn(page, 'Bob', 'You are not a member of the workspace “globex”');
    expect(await page.getByRole('button', { name: /^Continue/ }).count()).toBe(0);
    await screenshot(page, 'link-of-another-workspace');
    expect(apiCalls.filter((each) => each.includes('globex'))).toEqual([]);
  });
});
