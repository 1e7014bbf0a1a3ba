/**
 * Covers dashboard/src/api.ts, dashboard/src/connect.ts, dashboard/src/use-workspace.ts,
 * dashboard/src/use-providers.ts, dashboard/src/components/connection-card.tsx,
 * dashboard/src/components/connection-facts.tsx, dashboard/src/components/disconnect-dialog.tsx,
 * dashboard/src/components/former-connections.tsx, dashboard/src/components/provider-list.tsx,
 * dashboard/src/components/provider-tile.tsx, dashboard/src/components/receipt-text.tsx,
 * dashboard/src/components/activity-list.tsx, dashboard/src/words/activity-words.ts,
 * dashboard/src/words/receipt-words.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDemo, newVisitor, openStage, type Stage, screenshot, signIn } from './stage.ts';
import { expectNoSecretKept } from './watched-page.ts';

/** 256 bits in base64url: the code, and the completion secret where its answer could be read before the page left. */
const HANDLE_LENGTH = 43;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

describe('a connection, from its start to its end', () => {
  test('an admin connects, refreshes, comes back and disconnects', async () => {
    const visitor = await newVisitor(stage);
    const { page } = visitor;
    await page.goto(stage.environment.urls.dashboard);
    await screenshot(page, 'sign-in');
    await signIn(page, 'Ada');
    await page.getByText('No account is connected yet').waitFor();
    await screenshot(page, 'empty');

    await connectDemo(page);
    await page.getByText('Demo Provider is connected').waitFor();
    const card = page.getByRole('article', { name: 'Demo Provider' });
    await card.getByText('Active').waitFor();
    await card.getByText('ada@demo.test').waitFor();
    expect(page.url()).toBe(`${stage.environment.urls.dashboard}/`);
    expect([...visitor.secrets].some((secret) => secret.length === HANDLE_LENGTH)).toBe(true);
    await expectNoSecretKept(visitor);
    await screenshot(page, 'connected');

    await card.getByRole('button', { name: 'Refresh now' }).click();
    await page.getByText('Demo Provider issued new tokens.').waitFor();
    await card.getByText('just now').first().waitFor();

    await page.reload();
    await card.getByText('Active').waitFor();
    await expectNoSecretKept(visitor);

    await card.getByRole('button', { name: 'Disconnect' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Disconnect Demo Provider?').waitFor();
    await screenshot(page, 'disconnect');
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    await dialog.getByText('confirmed that this connection’s tokens no longer work').waitFor();
    await dialog.getByText('The stored tokens were deleted just now.').waitFor();
    await screenshot(page, 'receipt');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await card.waitFor({ state: 'detached' });

    const former = page.getByRole('list', { name: 'Disconnected accounts' });
    await former.getByText('Receipt').click();
    await former.getByText('confirmed that this connection’s tokens no longer work').waitFor();
    const activity = page.getByRole('region', { name: 'Activity' });
    await activity.getByText('asked to disconnect').waitFor();
    await screenshot(page, 'disconnected');
    await expectNoSecretKept(visitor);
  });

  test('the table holds sealed tokens while connected, and none after the disconnect', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    await connectDemo(page);
    const card = page.getByRole('article', { name: 'Demo Provider' });
    await card.getByText('Active').waitFor();
    const [connected] = await stage.environment.ports.connections.list('acme');
    expect(connected?.record).toMatchObject({ status: 'active', accountLabel: 'ada@demo.test' });
    expect(connected?.record.sealedAccess).toBeInstanceOf(Uint8Array);
    expect(connected?.record.sealedRefresh).toBeInstanceOf(Uint8Array);

    await card.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('dialog').getByText('confirmed').waitFor();
    const [gone] = await stage.environment.ports.connections.list('acme');
    expect(gone?.record).toMatchObject({ status: 'disconnected' });
    expect(gone?.record.sealedAccess).toBeUndefined();
    expect(gone?.record.sealedRefresh).toBeUndefined();
  });

  test('a cancelled consent says so, and connects nothing', async () => {
    const { page } = await newVisitor(stage, { expectedErrors: /422/ });
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    await connectDemo(page, 'Cancel');

    await page.getByText('You did not allow the access at Demo Provider.').waitFor();
    await screenshot(page, 'cancelled');
    expect(await page.getByRole('article').count()).toBe(0);
    expect(page.url()).toBe(`${stage.environment.urls.dashboard}/`);
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await page.getByText('You did not allow').waitFor({ state: 'detached' });
  });

  test('a member connects and refreshes, but cannot disconnect', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Bob');
    await connectDemo(page);

    const card = page.getByRole('article', { name: 'Demo Provider' });
    await card.getByRole('button', { name: 'Refresh now' }).waitFor();
    expect(await card.getByRole('button', { name: 'Disconnect' }).count()).toBe(0);
    await screenshot(page, 'member');
  });
});
