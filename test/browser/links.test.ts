/**
 * The link of a refusal, from the refused call to the call that works.
 * Covers dashboard/src/use-deep-link.ts, dashboard/src/wish.ts, dashboard/src/components/wanted-scopes.tsx,
 * dashboard/src/components/connect-dialog.tsx, dashboard/src/components/connection-facts.tsx,
 * dashboard/src/use-providers.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../src/broker/caller.ts';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import { putMcpServer } from '../../src/broker/servers/put-mcp-server.ts';
import type { InjectionAnswer } from '../../src/contract/injection-messages.ts';
import { systemRandom } from '../../src/system/random.ts';
import { connectDemo, newVisitor, openStage, type Stage, screenshot, signIn } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const caller: Caller = { issuer: 'i', subject: 'ada', roles: new Map([['acme', 'admin']]) };
  const placements = [{ in: 'env' as const, name: 'NOTES_TOKEN', value: '{accessToken}' }];
  const server = { name: 'Note writer', provider: 'demo', placements, scopes: ['notes:read', 'notes:write'] };
  await putMcpServer(stage.environment.ports, { caller, workspaceId: 'acme', serverId: 'writer', server });
});
afterAll(() => stage?.close());

async function call(more: object = {}): Promise<InjectionAnswer> {
  const operation = { id: systemRandom.uuidV7(Date.now()), kind: 'call', server: 'writer', tool: 'write' };
  const event = { version: '1', workspaceId: 'acme', operation, ...more };
  return (await answerRuntime(
    { ...stage.environment.ports, verifyCaller: undefined },
    event,
  )) as InjectionAnswer;
}

describe('the link of a refusal', () => {
  test('opens as “connect again” with what the server lacks, and the call then works', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    await connectDemo(page);
    await page.getByText('Demo Provider is connected').waitFor();

    const refused = await call();
    if (refused.isAuthorized) throw new Error('injected');
    expect(refused.context).toMatchObject({ reason: 'insufficient_scope', missingScopes: ['notes:write'] });
    await page.goto(refused.context.connectUrl ?? '');
    const dialog = page.getByRole('dialog', { name: 'Connect Demo Provider again' });
    await dialog.getByText('Note writer needs').waitFor();
    expect(await dialog.getByRole('checkbox', { name: 'notes:write' }).isChecked()).toBe(true);
    await screenshot(page, 'link-of-a-refusal');
    await dialog.getByRole('button', { name: 'Continue to Demo Provider' }).click();
    // The provider knows the account from the first consent.
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Demo Provider is connected').waitFor();
    expect(await call()).toMatchObject({ isAuthorized: true });
    await page.getByText('Note writer', { exact: false }).first().waitFor();
  });

  test('T234: that asks for more than the server wants has it unticked, and names who asks', async () => {
    const { page } = await newVisitor(stage, { colorScheme: 'dark' });
    const query = '?connect=demo&workspace=acme&server=writer&account=demo&scopes=tasks:read+admin';
    await page.goto(`${stage.environment.urls.dashboard}/${query}`);
    await signIn(page, 'Bob');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Asked by the link').first().waitFor();
    const asked = dialog.locator('fieldset', { hasText: 'Asked by the link' }).locator('input');
    expect(await asked.count()).toBeGreaterThan(0);
    for (const box of await asked.all()) expect(await box.isChecked()).toBe(false);
    expect(await dialog.getByRole('checkbox', { name: /^admin/ }).isDisabled()).toBe(true);
    await screenshot(page, 'link-that-asks-for-more');
  });

  test('T235: of a challenge has its scopes unticked beside the server’s name, and takes a no for a day', async () => {
    const challenged = await call({ challengedScopes: ['tasks:read', 'admin:org'] });
    if (challenged.isAuthorized) throw new Error('injected');
    const { connectUrl = '', missingScopes } = challenged.context;
    expect(missingScopes).toEqual(['admin:org']);
    const { page } = await newVisitor(stage);
    await page.goto(connectUrl);
    await signIn(page, 'Ada');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Asked by Note writer').first().waitFor();
    expect(await dialog.getByRole('checkbox', { name: /^admin:org/ }).isChecked()).toBe(false);
    await screenshot(page, 'link-of-a-challenge');
    await dialog.getByRole('button', { name: 'No, and do not ask again today' }).click();
    await dialog.waitFor({ state: 'detached' });
    const again = await call({ challengedScopes: ['admin:org'] });
    expect(again).toMatchObject({ isAuthorized: false, context: { reason: 'insufficient_scope' } });
    expect(again.context).not.toHaveProperty('connectUrl');
    expect(await call()).toMatchObject({ isAuthorized: true });
  });

  test('T234: for a workspace of others says so by its name, and opens nothing', async () => {
    const { page, apiCalls } = await newVisitor(stage);
    await page.goto(`${stage.environment.urls.dashboard}/?connect=demo&workspace=globex&server=demo-notes`);
    await signIn(page, 'Bob');
    await page.getByText('You are not a member of the workspace “globex”').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await screenshot(page, 'link-of-another-workspace');
    expect(apiCalls.filter((each) => each.includes('globex'))).toEqual([]);
  });
});
