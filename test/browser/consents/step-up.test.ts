/**
 * An MCP server challenges a call for more permissions: a member sees who decides, and an admin says yes or no.
 * Covers dashboard/src/pages/connect/wanted-scopes.tsx, dashboard/src/pages/connect/permission-section.tsx,
 * dashboard/src/consent/wish.ts, dashboard/src/consent/first-choice.ts, dashboard/src/consent/draft.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  consent,
  heading,
  newVisitor,
  open,
  openStage,
  type Stage,
  screenshot,
  signIn,
  visit,
} from '../stage.ts';
import { callServer, linkOfRefusal, tokenOf } from './injector-call.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const challenged = (server: string, scope: string) => ({ server, more: { challengedScopes: [scope] } });
const NOTES = challenged('demo-notes', 'notes:write');
const TASKS = challenged('demo-notes', 'tasks:read');
const again = 'Connect Demo Provider again';

/** Ada connects Demo Notes alone, which may read notes. */
async function connectNotes(page: Page): Promise<void> {
  await open(page, stage, '/w/acme/providers/demo/connect');
  await page.getByRole('checkbox', { name: /^Demo Tasks/ }).uncheck();
  await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
  await consent(page, 'Allow');
  await page.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
}

test('T235: a challenge is unticked beside the server’s name: a member sees who decides, and an admin ticks', async () => {
  const { page: ada } = await visit(stage);
  await connectNotes(ada);
  const visitor = await visit(stage, 'Bob', { viewport: { width: 375, height: 740 } });
  const { page: bob } = visitor;
  const link = await linkOfRefusal(stage, { ...NOTES, callerToken: tokenOf(visitor) });

  await bob.goto(link);
  await heading(bob, again).waitFor();
  const forBob = bob.getByRole('group', { name: 'Asked by Demo Notes' });
  await forBob.getByText('An admin of the workspace decides about this.').waitFor();
  expect(await forBob.getByRole('checkbox', { name: /^notes:write/ }).isDisabled()).toBe(true);
  expect(await bob.getByRole('button', { name: /do not ask again/ }).count()).toBe(0);
  await screenshot(bob, 'challenge-of-a-member-375');

  await ada.goto(link);
  const box = ada
    .getByRole('group', { name: 'Asked by Demo Notes' })
    .getByRole('checkbox', { name: /^notes:write/ });
  await box.waitFor();
  expect(await box.isChecked()).toBe(false);
  await screenshot(ada, 'challenge-of-an-admin');
  await box.check();
  await ada.getByRole('button', { name: 'Continue to Demo Provider' }).click();
  await ada.getByRole('button', { name: 'Allow' }).click();
  await ada.getByRole('heading', { name: 'Demo Provider is connected' }).waitFor();
  const more = { challengedScopes: ['notes:write'], challengedGeneration: 0 };
  expect(await callServer(stage, { server: 'demo-notes', more })).toMatchObject({ isAuthorized: true });
});

test('T235: an admin’s no is kept for a day, changes nothing else, and nobody is asked again', async () => {
  const { page } = await newVisitor(stage);
  await page.goto(await linkOfRefusal(stage, TASKS));
  await signIn(page, 'Ada', again);
  const box = page
    .getByRole('group', { name: 'Asked by Demo Notes' })
    .getByRole('checkbox', { name: /^tasks:read/ });
  await box.waitFor();
  expect(await box.isChecked()).toBe(false);
  await page.getByRole('button', { name: 'No, and do not ask again today' }).click();
  await page.getByText('It will not ask again today. Nothing else was changed.').waitFor();
  await screenshot(page, 'challenge-declined');

  const refused = await callServer(stage, TASKS);
  expect(refused).toMatchObject({ isAuthorized: false, context: { reason: 'insufficient_scope' } });
  expect(refused.context).not.toHaveProperty('connectUrl');
  expect(await callServer(stage, { server: 'demo-notes' })).toMatchObject({ isAuthorized: true });
  await page.getByRole('button', { name: 'See the connection' }).click();
  await heading(page, 'Demo Provider').waitFor();
});
