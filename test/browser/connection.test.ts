/**
 * A connection, from its start to its end, as each role sees it.
 * Covers dashboard/src/pages/connection, dashboard/src/pages/connections, dashboard/src/pages/overview,
 * dashboard/src/data, dashboard/src/activity/activity-lines.tsx, dashboard/src/words/attention.ts,
 * dashboard/src/words/support-details.ts, dashboard/src/words/activity-words.ts, dashboard/src/words/receipt-words.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDemo, heading, open, openStage, type Stage, screenshot, visit } from './stage.ts';
import { expectNoSecretKept } from './watched-page.ts';

/** 256 bits in base64url: the code, and the completion secret where its answer could be read before the page left. */
const HANDLE_LENGTH = 43;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

describe('a connection, from its start to its end', () => {
  test('an admin who is new connects, refreshes, renames, comes back and disconnects', async () => {
    const visitor = await visit(stage);
    const { page } = visitor;
    await page.getByRole('heading', { name: 'First steps' }).waitFor();
    await screenshot(page, 'first-steps');
    await page.getByRole('link', { name: 'Connect Demo Provider' }).click();
    await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
    await page.getByRole('button', { name: 'ada@demo.test' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();

    await page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
    await page.getByText('Demo Notes and Demo Tasks can use ada@demo.test now.').waitFor();
    expect(page.url()).toBe(`${stage.environment.urls.dashboard}/w/acme/connections/demo`);
    expect([...visitor.secrets].some((secret) => secret.length === HANDLE_LENGTH)).toBe(true);
    await expectNoSecretKept(visitor);
    await screenshot(page, 'connected');

    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.getByText('Demo Provider issued new tokens.').waitFor();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name (optional)').fill('Shared account');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Shared account · ada@demo.test').waitFor();
    await page.getByText('Ada renamed the connection to Demo Provider').waitFor();

    await page.reload();
    await page.getByText('Shared account · ada@demo.test').waitFor();
    await expectNoSecretKept(visitor);

    await page.getByRole('button', { name: 'Disconnect' }).click();
    const question = page.getByRole('dialog', { name: 'Disconnect Demo Provider?' });
    await question.getByText('These servers use it: Demo Notes, Demo Tasks.').waitFor();
    await screenshot(page, 'disconnect');
    await question.getByRole('button', { name: 'Disconnect' }).click();
    const done = page.getByRole('dialog', { name: 'Demo Provider is disconnected' });
    await done.getByText('confirmed that this connection’s tokens no longer work').waitFor();
    await done.getByText('The stored tokens were deleted just now.').waitFor();
    await screenshot(page, 'receipt');
    await done.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Disconnected', { exact: true }).first().waitFor();
    await page.getByRole('heading', { name: 'Receipt' }).waitFor();

    await page.getByRole('link', { name: 'Connections', exact: true }).last().click();
    await page.getByText('1 disconnected account').click();
    const former = page.getByRole('list', { name: 'Disconnected accounts' });
    await former.getByText('Receipt').click();
    await former.getByText('confirmed that this connection’s tokens no longer work').waitFor();
    await screenshot(page, 'disconnected');
    await expectNoSecretKept(visitor);
  });

  test('the table holds sealed tokens while connected, and none after the disconnect', async () => {
    const { page } = await visit(stage);
    await connectDemo(page, stage);
    await heading(page, 'Demo Provider').waitFor();
    const [connected] = await stage.environment.ports.connections.list('acme');
    expect(connected?.record).toMatchObject({ status: 'active', accountLabel: 'ada@demo.test' });
    expect(connected?.record.sealedAccess).toBeInstanceOf(Uint8Array);
    expect(connected?.record.sealedRefresh).toBeInstanceOf(Uint8Array);

    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('dialog').getByText('confirmed').waitFor();
    const [gone] = await stage.environment.ports.connections.list('acme');
    expect(gone?.record).toMatchObject({ status: 'disconnected' });
    expect(gone?.record.sealedAccess).toBeUndefined();
    expect(gone?.record.sealedRefresh).toBeUndefined();
  });

  test('support gets the states and ids of a connection, and nothing that is secret', async () => {
    const visitor = await visit(stage);
    const { page } = visitor;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await connectDemo(page, stage);
    await heading(page, 'Demo Provider').waitFor();
    await page.getByRole('button', { name: 'Copy details for support' }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(copied).toContain('Workspace: acme\nConnection: demo\nProvider: demo\n');
    expect(copied).toMatch(/Status: active\n/);
    for (const secret of visitor.secrets) expect(copied).not.toContain(secret);
    expect(copied).not.toContain('ada@demo.test');
  });

  test('a member connects and refreshes, and names what they connected, but cannot disconnect', async () => {
    const { page } = await visit(stage, 'Bob');
    await connectDemo(page, stage);
    await heading(page, 'Demo Provider').waitFor();
    await page.getByRole('button', { name: 'Refresh now' }).waitFor();
    await page.getByRole('button', { name: 'Rename' }).waitFor();
    expect(await page.getByRole('button', { name: 'Disconnect' }).count()).toBe(0);
    await screenshot(page, 'member');
  });

  test('that does not exist says so', async () => {
    const { page } = await visit(stage);
    await open(page, stage, '/w/acme/connections/demo~nobody');
    await page.getByText('There is no such connection').waitFor();
  });
});
