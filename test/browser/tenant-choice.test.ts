/**
 * An account that reaches several tenants, from its consent to the call that works.
 * Covers dashboard/src/components/tenant-choice.tsx, dashboard/src/may-choose.ts, dashboard/src/words/choice-words.ts,
 * dashboard/src/use-arrival.ts, dashboard/src/use-deep-link.ts, dashboard/src/components/connection-card.tsx.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import { DAY, MINUTE } from '../../src/contract/durations.ts';
import type { InjectionAnswer } from '../../src/contract/injection-messages.ts';
import { systemRandom } from '../../src/system/random.ts';
import { newVisitor, openStage, type Stage, screenshot, signIn } from './stage.ts';

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

async function call(): Promise<InjectionAnswer> {
  const operation = {
    id: systemRandom.uuidV7(clock.now()),
    kind: 'call',
    server: 'provider:xero',
    tool: 'read',
  };
  const ports = { ...stage.environment.ports, verifyCaller: undefined };
  return (await answerRuntime(ports, { version: '1', workspaceId: 'acme', operation })) as InjectionAnswer;
}

const cardOf = (page: Page) => page.getByRole('article', { name: 'Xero' });
const groupOf = (page: Page) => page.getByRole('group', { name: 'What is this connection to Xero for?' });
const CHOOSE = 'Choose what Xero is connected for';

/** From the tile to the played provider's page and back. */
async function connectXero(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect Xero' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Continue to Xero' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await groupOf(page).waitFor();
}

async function open(person: 'Ada' | 'Bob', options: Parameters<typeof newVisitor>[1] = {}, path = '/') {
  const { page } = await newVisitor(stage, options);
  await page.goto(stage.environment.urls.dashboard + path);
  await signIn(page, person);
  return page;
}

async function disconnectXero(page: Page): Promise<void> {
  await cardOf(page).getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await cardOf(page).waitFor({ state: 'detached' });
}

const activeElement = (page: Page) => page.evaluate('document.activeElement.parentElement.textContent');

describe('an account that reaches several tenants', () => {
  test('is asked about after the consent and after a reload, and a call works after the choice by keyboard', async () => {
    const page = await open('Ada');
    await connectXero(page);
    await page.getByText(CHOOSE).waitFor();
    await cardOf(page).getByText('Needs a choice').waitFor();
    await cardOf(page).getByText('Without a choice the connection ends in 24 hours.').waitFor();
    await screenshot(page, 'tenant-choice');
    expect(await call()).toMatchObject({ context: { reason: 'reauthorization_required' } });
    expect(await activeElement(page)).toBe('Demo Company (NZ)');

    await page.reload();
    await groupOf(page).waitFor();
    const use = cardOf(page).getByRole('button', { name: 'Use this one' });
    expect(await use.isDisabled()).toBe(true);
    await groupOf(page).getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await groupOf(page).getByRole('radio', { name: 'Acme Limited' }).isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Use this one');
    await page.keyboard.press('Enter');

    await page.getByText('Xero is connected for Acme Limited.').waitFor();
    await cardOf(page).getByText('Active').waitFor();
    await cardOf(page).getByText('ann@acme.example · Acme Limited').waitFor();
    expect(await groupOf(page).count()).toBe(0);
    await screenshot(page, 'tenant-chosen');
    expect(await call()).toMatchObject({ isAuthorized: true });
    await disconnectXero(page);
  });

  test('a refusal’s link leads to the open choice, and starts no consent', async () => {
    const page = await open('Ada');
    await connectXero(page);
    const refused = await call();
    if (refused.isAuthorized) throw new Error('injected');
    await page.goto(refused.context.connectUrl ?? '');
    await page.getByText(CHOOSE).waitFor();
    await groupOf(page).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await activeElement(page)).toBe('Demo Company (NZ)');
    await groupOf(page).getByRole('radio', { name: 'Demo Company (NZ)' }).check();
    await cardOf(page).getByRole('button', { name: 'Use this one' }).click();
    await page.getByText('Xero is connected for Demo Company (NZ).').waitFor();
    expect(await call()).toMatchObject({ isAuthorized: true });
    await disconnectXero(page);
  });

  test('a member who did not connect it reads who chooses, also behind the link', async () => {
    const admin = await open('Ada');
    await connectXero(admin);
    const page = await open('Bob');
    await cardOf(page).getByText('ada connected this account and chooses what it is for').waitFor();
    expect(await page.getByRole('radio').count()).toBe(0);
    await page.goto(`${stage.environment.urls.dashboard}/?connect=xero&workspace=acme`);
    await page.getByText('Xero waits for a choice').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await screenshot(page, 'tenant-choice-of-others');
    await disconnectXero(admin);
  });

  test('what another person did meanwhile is said, and nothing of an old list is chosen', async () => {
    const page = await open('Ada', { expectedErrors: /409|403/ });
    await connectXero(page);
    await page.route('**/tenant', (route) => {
      const problem = { title: 'Not allowed', status: 403, detail: 'role admin', code: 'forbidden' };
      return route.fulfill({ status: 403, json: problem });
    });
    await groupOf(page).getByRole('radio').first().check();
    await cardOf(page).getByRole('button', { name: 'Use this one' }).click();
    await page.getByText('Whoever connected this account chooses what it is for').waitFor();
    await page.unroute('**/tenant');

    const other = await open('Ada');
    await groupOf(other).getByRole('radio', { name: 'Acme Limited' }).check();
    await cardOf(other).getByRole('button', { name: 'Use this one' }).click();
    await other.getByText('Xero is connected for Acme Limited.').waitFor();
    await cardOf(page).getByRole('button', { name: 'Use this one' }).click();
    await page.getByText('Another person chose, or connected the account again').waitFor();
    await cardOf(page).getByText('ann@acme.example · Acme Limited').waitFor();
    await disconnectXero(page);
  });

  test('nobody chose in a day: the page says that it ends, and it ends', async () => {
    const page = await open('Ada');
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
    await cardOf(page).getByText('Nobody chose in time, so the connection is about to end.').waitFor();
    await page.unroute(path);
    later = DAY + MINUTE;
    await stage.environment.tick();
    later = 0;
    await page.reload();
    await page.getByRole('list', { name: 'Disconnected accounts' }).getByText('Receipt').first().waitFor();
    await page.getByText('because nobody chose what it was for').waitFor();
    await page.getByText('so the connection ends').waitFor();
    expect(await groupOf(page).count()).toBe(0);
    await screenshot(page, 'tenant-choice-over');
  });

  test.each(['light', 'dark'] as const)('on a small %s screen nothing is cut off', async (colorScheme) => {
    const page = await open('Ada', { viewport: { width: 375, height: 740 }, colorScheme });
    await connectXero(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    await screenshot(page, `tenant-choice-small-${colorScheme}`);
    await disconnectXero(page);
  });
});
