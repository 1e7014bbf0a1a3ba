/**
 * Every page, in light and dark, on a large screen and a small one: axe finds nothing, and nothing scrolls sideways. With the
 * variable `PICTURES`, the pictures of the documentation are taken into that folder.
 * Covers dashboard/src/styles, dashboard/src/api-page, dashboard/src/parts, dashboard/src/app/sign-in-page.tsx.
 */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consent } from '../../local/demo/api-client.ts';
import type { ConnectionResource } from '../../src/contract/resources.ts';
import { axeFigures, axeFindings, COLOUR_RULES } from './axe.ts';
import { ENDPOINT, VIEWS, type View } from './every-view.ts';
import { takePictures } from './pictures/pictures-of-docs.ts';
import { apiOf, heading, newVisitor, open, openStage, type Stage, signIn, withSettings } from './stage.ts';

/** One test sees all pages, so that it signs in once: more than the usual minute on a machine that is busy. */
const TIME = 300_000;
const PICTURES = process.env.PICTURES;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ played: ['google'] });
  const ada = await apiOf(stage, 'ada');
  const { dashboard } = stage.environment.urls;
  const started = await ada.start('acme', { provider: 'demo' });
  await ada.complete('acme', await consent(started.body, 'ada@demo.test', dashboard));
  const app = { clientId: 'Iv1.acme', clientSecret: 'a-secret-of-acme' };
  await ada.request('PUT', '/v1/workspaces/acme/oauth-apps/github', app);
});
afterAll(async () => {
  console.info(axeFigures());
  await stage?.close();
});

/** Without the variable `EVERY_PAGE_AT`, both. */
const WIDTHS = [1280, 375].filter((width) => (process.env.EVERY_PAGE_AT ?? String(width)) === String(width));

test.each(WIDTHS)('axe finds nothing on any page of %s pixels', { timeout: TIME }, async (width) => {
  const { page, show } = await visit({ viewport: { width, height: 800 } });
  const found = await faults(page, 'sign-in');
  await signIn(page, 'Ada');
  for (const view of VIEWS) {
    await show(view);
    found.push(...(await faults(page, view.name)));
  }
  expect(found).toEqual([]);
});

test.runIf(PICTURES !== undefined)('pictures of the documentation', { timeout: TIME }, async () => {
  await takePictures(stage, PICTURES ?? '');
});

/** Somebody who has not signed in yet, and goes from page to page by the address. */
async function visit(options: BrowserContextOptions) {
  const { page } = await newVisitor(stage, { ...options, reducedMotion: 'reduce' });
  await withSettings(page, { mcpEndpoint: ENDPOINT });
  let connections: ConnectionResource[] | undefined;
  await page.route('**/v1/workspaces/*/connections', (route) =>
    connections === undefined ? route.fallback() : route.fulfill({ json: { connections } }),
  );
  await page.goto(stage.environment.urls.dashboard);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  const show = async (view: View) => {
    connections = view.connections;
    await open(page, stage, view.path);
    await heading(page, view.heading).waitFor();
    await settled(page);
    await view.act?.(page);
    await settled(page);
  };
  return { page, show };
}

/** Nothing is loading any more. */
async function settled(page: Page): Promise<void> {
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
}

/** The same document in both schemes: in dark, only what axe says of colours can be another thing. */
async function faults(page: Page, name: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  // The body ends where the room for a scroll bar begins.
  const overhang = await page.evaluate(
    'document.documentElement.scrollWidth - Math.round(document.body.getBoundingClientRect().width)',
  );
  const light = await axeFindings(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axeFindings(page, COLOUR_RULES);
  return [
    ...(overhang === 0 ? [] : [`${name} scrolls sideways by ${overhang} pixels`]),
    ...light.map((fault) => `${name} in light: ${fault}`),
    ...dark.map((fault) => `${name} in dark: ${fault}`),
  ];
}
