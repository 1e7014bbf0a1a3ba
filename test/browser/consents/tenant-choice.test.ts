/**
 * An account that reaches several tenants, from its consent to the call that works.
 * Covers dashboard/src/pages/connection/tenant-choice.tsx, dashboard/src/pages/connection/server-panel.tsx,
 * dashboard/src/pages/connection/receipt-panel.tsx, dashboard/src/pages/connection/outcome-panel.tsx,
 * dashboard/src/pages/connect/connect-page.tsx, dashboard/src/consent/may-choose.ts, dashboard/src/words/choice-words.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../src/contract/durations.ts';
import { open, openStage, type Stage, screenshot, visit } from '../stage.ts';
import { callServer, linkOfRefusal } from './injector-call.ts';

let stage: Stage;
let later = 0;
const clock = {
  now: () => Date.now() + later,
  sleep: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
};
beforeAll(async () => {
  stage = await openStage({ played: ['xero'], clock });
});
afterAll(() => stage?.close());
afterEach(() => {
  later = 0;
});

const xero = () => ({ server: 'provider:xero', now: clock.now() });
const groupOf = (page: Page) => page.getByRole('group', { name: 'What is this connection to Xero for?' });
const chosen = (page: Page) => page.getByRole('button', { name: 'Use this one' });
const PAGE = '/w/acme/connections/xero';

/** From the page of the consent to the played provider's page and back. */
async function connectXero(page: Page): Promise<void> {
  await open(page, stage, '/w/acme/providers/xero/connect');
  await page.getByRole('button', { name: 'Continue to Xero' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await groupOf(page).waitFor();
}

async function disconnectXero(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { name: 'Receipt' }).waitFor();
}

const activeElement = (page: Page) => page.evaluate('document.activeElement.parentElement.textContent');

describe('an account that reaches several tenants', () => {
  test('is asked about after the consent and after a reload, and a call works after the choice by keyboard', async () => {
    const { page } = await visit(stage);
    await connectXero(page);
    await page.getByText('Choose below what it is for.').waitFor();
    await page.getByText('Needs a choice').waitFor();
    await page.getByText('Can use it when it is chosen what it is for.').waitFor();
    await page.getByText('Without a choice the connection ends in 24 hours.').waitFor();
    await screenshot(page, 'tenant-choice');
    expect(await callServer(stage, xero())).toMatchObject({
      context: { reason: 'reauthorization_required' },
    });
    expect(await activeElement(page)).toBe('Demo Company (NZ)');

    await page.reload();
    await groupOf(page).waitFor();
    expect(await chosen(page).isDisabled()).toBe(true);
    await groupOf(page).getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await groupOf(page).getByRole('radio', { name: 'Acme Limited' }).isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Use this one');
    await page.keyboard.press('Enter');

    await page.getByText('Xero is connected for Acme Limited.').waitFor();
    await page.getByText('Active', { exact: true }).waitFor();
    await page.getByText('ann@acme.example · Acme Limited').first().waitFor();
    expect(await groupOf(page).count()).toBe(0);
    await screenshot(page, 'tenant-chosen');
    expect(await callServer(stage, xero())).toMatchObject({ isAuthorized: true });
    await disconnectXero(page);
  });

  test('a refusal’s link leads to the open choice, and starts no consent', async () => {
    const { page } = await visit(stage);
    await connectXero(page);
    await page.goto(await linkOfRefusal(stage, xero()));
    await groupOf(page).waitFor();
    expect(new URL(page.url()).pathname).toBe(PAGE);
    expect(await activeElement(page)).toBe('Demo Company (NZ)');
    await groupOf(page).getByRole('radio', { name: 'Demo Company (NZ)' }).check();
    await chosen(page).click();
    await page.getByText('Xero is connected for Demo Company (NZ).').waitFor();
    expect(await callServer(stage, xero())).toMatchObject({ isAuthorized: true });
    await disconnectXero(page);
  });

  test('a member who did not connect it reads who chooses, also behind the link', async () => {
    const { page: admin } = await visit(stage);
    await connectXero(admin);
    const { page } = await visit(stage, 'Bob', { expectedErrors: /404/ });
    await page.goto(await linkOfRefusal(stage, xero()));
    await page.getByRole('heading', { name: 'Xero waits for a choice' }).waitFor();
    await page
      .getByText('Ada connected this account and chooses what it is for, or an admin does.')
      .waitFor();
    expect(await page.getByRole('radio').count()).toBe(0);
    await screenshot(page, 'tenant-choice-of-others');
    await disconnectXero(admin);
  });

  test('what another person did meanwhile is said, and nothing of an old list is chosen', async () => {
    const { page } = await visit(stage, 'Ada', { expectedErrors: /409|403/ });
    await connectXero(page);
    await page.route('**/tenant', (route) => {
      const problem = { title: 'Not allowed', status: 403, detail: 'role admin', code: 'forbidden' };
      return route.fulfill({ status: 403, json: problem });
    });
    await groupOf(page).getByRole('radio').first().check();
    await chosen(page).click();
    await page.getByText('Whoever connected this account chooses what it is for').waitFor();
    await page.unroute('**/tenant');

    const { page: other } = await visit(stage);
    await open(other, stage, PAGE);
    await groupOf(other).getByRole('radio', { name: 'Acme Limited' }).check();
    await chosen(other).click();
    await other.getByText('Xero is connected for Acme Limited.').waitFor();
    await chosen(page).click();
    await page.getByText('Another person chose, or connected the account again').waitFor();
    await page.getByText('ann@acme.example · Acme Limited').first().waitFor();
    await disconnectXero(page);
  });

  test('nobody chose in a day: the page says that it ends, and it ends', async () => {
    const { page } = await visit(stage);
    await connectXero(page);
    const path = '**/v1/workspaces/*/connections';
    await page.route(path, async (route) => {
      const answer = await route.fetch();
      const { connections } = await answer.json();
      for (const { choice } of connections)
        if (choice) choice.until = new Date(Date.now() - MINUTE).toISOString();
      await route.fulfill({ json: { connections } });
    });
    await page.reload();
    await page.getByText('Nobody chose in time, so the connection is about to end.').waitFor();
    await page.unroute(path);
    later = DAY + MINUTE;
    await stage.environment.tick();
    later = 0;
    await page.reload();
    await page.getByRole('heading', { name: 'Receipt' }).waitFor();
    await page.getByText('Nobody chose in time what the connection was for. It ended').waitFor();
    expect(await groupOf(page).count()).toBe(0);
    await screenshot(page, 'tenant-choice-over');
  });

  test('on a small screen nothing is cut off', async () => {
    const { page } = await visit(stage, 'Ada', {
      viewport: { width: 375, height: 740 },
      colorScheme: 'dark',
    });
    await connectXero(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
    await screenshot(page, 'tenant-choice-375-dark');
    await disconnectXero(page);
  });
});
