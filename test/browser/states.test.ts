/**
 * States that take hours or a broken provider to come about: the API's answers are put in their place.
 * Covers dashboard/src/components/status-badge.tsx, dashboard/src/components/connection-card.tsx,
 * dashboard/src/components/receipt-text.tsx, dashboard/src/components/own-app,
 * dashboard/src/components/dialog.tsx,
 * dashboard/src/components/notice-bar.tsx, dashboard/src/components/former-connections.tsx,
 * dashboard/src/words/connection-words.ts, dashboard/src/words/problem-words.ts, dashboard/src/api-problem.ts,
 * dashboard/src/notice.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { ConnectionList, ConnectionResource } from '../../src/contract/resources.ts';
import { newVisitor, openStage, type Stage, screenshot, signIn } from './stage.ts';
import { expectNoSecretKept } from './watched-page.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const NOW = Date.now();
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

const ACTIVE: ConnectionResource = {
  id: 'demo',
  provider: 'demo',
  app: { owner: 'verified', version: 1, clientId: 'a-client' },
  status: 'active',
  account: 'ada@demo.test',
  variables: {},
  connectedBy: 'ada',
  connectedAt: at(-3000),
  requestedScopes: ['openid', 'notes:read', 'tasks:read'],
  grantedScopes: ['openid', 'notes:read'],
  missingScopes: ['tasks:read'],
  accessExpiresAt: at(55),
  lastRefreshAt: at(-5),
  nextRefreshAt: at(50),
};
const { nextRefreshAt: _none, ...ENDED } = ACTIVE;
const CONNECTIONS: ConnectionResource[] = [
  ACTIVE,
  {
    ...ACTIVE,
    id: 'demo~late',
    status: 'refresh_failing',
    reason: 'provider_unavailable',
    missingScopes: [],
  },
  { ...ENDED, id: 'demo~dead', status: 'reauthorization_required', reason: 'grant_revoked' },
  {
    ...ENDED,
    id: 'demo~going',
    status: 'disconnecting',
    receipt: {
      requestedAt: at(-2),
      requestedBy: 'ada',
      revocation: { outcome: 'pending', retryUntil: at(1438) },
    },
  },
  {
    ...ENDED,
    id: 'demo~gone',
    status: 'disconnected',
    receipt: {
      requestedAt: at(-120),
      requestedBy: 'ada',
      revocation: { outcome: 'failed', byHandAt: 'http://127.0.0.1/by-hand' },
      tokensDeletedAt: at(-60),
    },
  },
];

async function answerWith(page: Page, connections: ConnectionResource[]): Promise<void> {
  const json: z.infer<typeof ConnectionList> = { connections };
  await page.route('**/v1/workspaces/*/connections', (route) => route.fulfill({ json }));
}

describe('every state has its words', () => {
  test('statuses, reasons, missing permissions and receipts', async () => {
    const { page } = await newVisitor(stage);
    await answerWith(page, CONNECTIONS);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');

    const card = (name: string) => page.getByRole('article', { name, exact: true });
    await card('Demo Provider').getByText('Active').waitFor();
    await card('Demo Provider').getByText('in 50 minutes').waitFor();
    await card('Demo Provider').getByText('5 minutes ago').waitFor();
    await card('Demo Provider').getByText('2 permissions, 1 missing').click();
    await card('Demo Provider').getByText('not granted', { exact: true }).waitFor();
    await card('Demo Provider').getByRole('button', { name: 'Connect again' }).waitFor();
    await card('Demo Provider · late').getByText('Refresh delayed').waitFor();
    await card('Demo Provider · late').getByText('The provider cannot be reached at the moment.').waitFor();
    await card('Demo Provider · dead').getByText('Needs reconnecting').waitFor();
    expect(await card('Demo Provider · dead').getByRole('button', { name: 'Refresh now' }).count()).toBe(0);
    await card('Demo Provider · going').getByText('has not answered yet').waitFor();
    expect(await card('Demo Provider · going').getByRole('button').count()).toBe(0);

    const former = page.getByRole('list', { name: 'Disconnected accounts' });
    await former.getByText('Receipt').click();
    const link = former.getByRole('link', { name: 'Open Demo Provider' });
    expect(await link.getAttribute('href')).toBe('http://127.0.0.1/by-hand');
    await screenshot(page, 'states');
  });

  test.each(['light', 'dark'] as const)('on a small %s screen nothing is cut off', async (colorScheme) => {
    const { page } = await newVisitor(stage, { viewport: { width: 360, height: 740 }, colorScheme });
    await answerWith(page, CONNECTIONS);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    await page.getByText('Refresh delayed').waitFor();

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await screenshot(page, `small-${colorScheme}`);
    await page.getByRole('button', { name: 'Connect Demo Provider' }).click();
    await screenshot(page, `small-dialog-${colorScheme}`);
  });

  test('a problem shows its text and reference, and trying again helps', async () => {
    const { page } = await newVisitor(stage, { expectedErrors: /503/ });
    const problem = {
      type: 'about:blank',
      title: 'Temporarily unavailable',
      status: 503,
      detail: 'Try again in a moment.',
      code: 'temporarily_unavailable',
      correlationId: 'a-correlation-id',
    };
    await page.route('**/v1/workspaces/*/activity*', (route) =>
      route.fulfill({ status: 503, json: problem }),
    );
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');

    await page.getByText('Temporarily unavailable').waitFor();
    await page.getByText('a-correlation-id').waitFor();
    await screenshot(page, 'problem');
    await page.unroute('**/v1/workspaces/*/activity*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No account is connected yet').waitFor();
  });

  test('an admin registers an own app, whose secret never comes back', async () => {
    const visitor = await newVisitor(stage);
    const { page, secrets } = visitor;
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    await page.getByRole('button', { name: 'Set up your own OAuth app for GitHub', exact: true }).click();

    const dialog = page.getByRole('dialog', { name: 'Connect GitHub' });
    await dialog.getByText(`${stage.environment.urls.api}/oauth/callback/github/acme`).waitFor();
    await dialog.getByLabel('Client id').fill('our-own-client');
    await dialog.getByLabel('Client secret').fill('our-own-secret');
    secrets.add('our-own-secret');
    await screenshot(page, 'own-app');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Registered: our-own-client').waitFor();
    await expectNoSecretKept(visitor);
    await screenshot(page, 'own-app-registered');
  });

  test('a member learns that an admin can register an OAuth app, and what is missing until then', async () => {
    const { page } = await newVisitor(stage, { expectedErrors: /409/ });
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Bob');
    await page.getByRole('button', { name: 'Set up your own OAuth app for Google' }).click();

    const dialog = page.getByRole('dialog', { name: 'Connect Google' });
    await dialog.getByText('An admin of acme can register one.').waitFor();
    await dialog.getByRole('checkbox').first().check();
    await dialog.getByRole('button', { name: 'Continue to Google' }).click();
    await dialog.getByText('No OAuth app', { exact: true }).waitFor();
    await screenshot(page, 'no-app');
  });
});

describe('the keyboard alone is enough', () => {
  test('a dialog takes the focus, closes on Escape and gives the focus back', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    const connect = page.getByRole('button', { name: 'Connect Demo Provider' });
    await connect.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);

    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Connect Demo Provider');
  });

  test('messages are announced, and every control has a name', async () => {
    const { page } = await newVisitor(stage);
    await answerWith(page, CONNECTIONS);
    await page.goto(stage.environment.urls.dashboard);
    await signIn(page, 'Ada');
    await page.getByText('Needs reconnecting').waitFor();

    expect(await page.getByRole('status').count()).toBeGreaterThan(0);
    const nameless = await page.locator('button, select, input, a').evaluateAll((controls) =>
      controls
        .filter((control) => !(control.getAttribute('aria-label') || control.textContent?.trim()))
        .filter((control) => control.closest('label')?.textContent?.trim() === undefined)
        .map((control) => control.outerHTML),
    );
    expect(nameless).toEqual([]);
  });
});
