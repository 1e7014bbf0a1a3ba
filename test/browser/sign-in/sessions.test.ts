/**
 * A sign-in is renewed without a reload, and its end loses nothing that was typed.
 * Covers dashboard/src/sign-in/session.ts, dashboard/src/sign-in/window-answer.ts, dashboard/src/sign-in/kept-provider.ts,
 * dashboard/src/shell/session-bar.tsx, dashboard/src/api/client.ts, src/contract/dashboard/silent-page.ts,
 * local/judge-request.ts.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  connectDemo,
  heading,
  newVisitor,
  open,
  openStage,
  type Stage,
  screenshot,
  visit,
} from '../stage.ts';
import { expectNoSecretKept } from '../watched-page.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** Ada with an open form, in which she has typed. */
async function adaRenames() {
  const visitor = await visit(stage, 'Ada', { expectedErrors: /401|400/ });
  const { page } = visitor;
  await connectDemo(page, stage);
  await heading(page, 'Demo Provider').waitFor();
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('Name (optional)').fill('The team’s own');
  return visitor;
}

/** Answers the next request to the API as if the token had ended. */
async function endToken(page: Page): Promise<void> {
  await page.route('**/v1/**', (route) => route.fulfill({ status: 401, json: { title: 'x' } }), { times: 1 });
}

/** The identity provider has no refresh token of this page any more, and no frame helps. */
async function endSignIn(page: Page): Promise<void> {
  const { identityProvider } = stage.environment.urls;
  await page.route(`${identityProvider}/token`, (route) =>
    route.fulfill({ status: 400, json: { error: 'invalid_grant' } }),
  );
}

describe('a token that has ended', () => {
  test('is replaced without a reload, and the request is repeated', async () => {
    const visitor = await adaRenames();
    const { page, apiCalls } = visitor;
    const loads: string[] = [];
    page.on('framenavigated', (frame) => frame === page.mainFrame() && loads.push(frame.url()));
    await endToken(page);
    await page.getByRole('button', { name: 'Save' }).click();

    await page.getByText('The team’s own · ada@demo.test').waitFor();
    expect(loads).toEqual([]);
    expect(apiCalls.filter((call) => call.endsWith('/connections/demo/name'))).toHaveLength(2);
    await expectNoSecretKept(visitor);
  });

  test('that nothing replaces keeps the form, and a sign-in in a window lets the person go on', async () => {
    const visitor = await adaRenames();
    const { page } = visitor;
    await endToken(page);
    await endSignIn(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your sign-in has ended').waitFor();
    expect(await page.getByLabel('Name (optional)').inputValue()).toBe('The team’s own');
    await screenshot(page, 'sign-in-ended');

    await page.unrouteAll();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByText('Your sign-in has ended').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Name (optional)').inputValue()).toBe('The team’s own');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Rename' }).waitFor({ state: 'detached' });
    await expectNoSecretKept(visitor);
  });

  test('is not replaced by that of another person', async () => {
    const { page } = await adaRenames();
    await endToken(page);
    await endSignIn(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your sign-in has ended').waitFor();
    await page.unrouteAll();
    // Another person uses the same browser's session at the identity provider.
    await page.context().clearCookies();

    const waiting = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Sign in again' }).click();
    const window = await waiting;
    await window.getByRole('button', { name: 'Bob' }).click();
    await window.waitForEvent('close');
    await page.getByRole('button', { name: 'Sign in again' }).waitFor();
    await page.getByText('Your sign-in has ended').waitFor();
  });
});

describe('a session of the identity provider', () => {
  test('lets a reload sign in within the page, which loads once', async () => {
    const visitor = await visit(stage);
    const { page } = visitor;
    await open(page, stage, '/w/acme/settings');
    await heading(page, 'Settings').waitFor();
    const documents: string[] = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame())
        documents.push(request.url());
    });
    await page.reload();
    await heading(page, 'Settings').waitFor();
    expect(documents).toEqual([`${stage.environment.urls.dashboard}/w/acme/settings`]);
    await expectNoSecretKept(visitor);
  });

  test('lets another tab in by a link, and shows the page of the link', async () => {
    const { page } = await visit(stage);
    const other = await page.context().newPage();
    await other.goto(`${stage.environment.urls.dashboard}/w/acme/activity`);
    await heading(other, 'Activity').waitFor();
  });

  test('is not used again after the person signed out', async () => {
    const { page } = await visit(stage);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  test('is asked for by a link of somebody who is not signed in, who sees the page of the link afterwards', async () => {
    const { page } = await newVisitor(stage);
    await page.goto(`${stage.environment.urls.dashboard}/w/acme/providers?search=demo`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Ada' }).click();
    await heading(page, 'Providers').waitFor();
    expect(page.url()).toBe(`${stage.environment.urls.dashboard}/w/acme/providers?search=demo`);
  });
});
