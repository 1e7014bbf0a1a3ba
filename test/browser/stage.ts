/** The real local environment and a browser, for the tests of one file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { ApiClient } from '../../local/demo/api-client.ts';
import { type EnvironmentOptions, type LocalEnvironment, startEnvironment } from '../../local/environment.ts';
import type { PersonId } from '../../local/people.ts';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { chromiumOptions } from './chromium.ts';
import { type WatchedPage, watchedPage } from './watched-page.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const SCREENSHOTS = join(tmpdir(), 'connections-screenshots');

export interface Stage {
  environment: LocalEnvironment;
  browser: Browser;
  close(): Promise<void>;
}

export async function openStage(
  options: Pick<EnvironmentOptions, 'played' | 'clock' | 'workspaceServers' | 'page'> = {},
): Promise<Stage> {
  const stateDir = mkdtempSync(join(tmpdir(), 'connections-browser-'));
  const environment = await startEnvironment({ ...options, stateDir, tickSeconds: 0, log: SILENT });
  const browser = await chromium.launch(chromiumOptions());
  return {
    environment,
    browser,
    async close() {
      await browser.close();
      await environment.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

export type Person = 'Ada' | 'Bob' | 'Mallory';
export type VisitorOptions = BrowserContextOptions & { expectedErrors?: RegExp };

/** A browser of its own: nobody is signed in anywhere. */
export async function newVisitor({ browser }: Stage, options: VisitorOptions = {}): Promise<WatchedPage> {
  const { expectedErrors, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1180, height: 900 }, ...contextOptions });
  onTestFinished(() => context.close());
  return watchedPage(context, expectedErrors === undefined ? {} : { expectedErrors });
}

/** The page reads these of its settings in place of those that the stage serves. */
export async function withSettings(page: Page, settings: object): Promise<void> {
  await page.route('**/config.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ json: { ...(await response.json()), ...settings } });
  });
}

/** From the sign-in page to the overview, or to the page of the link that was opened. */
export async function signIn(
  page: Page,
  person: Person,
  arrivesAt: string | RegExp = 'Overview',
): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: person }).click();
  await heading(page, arrivesAt).waitFor();
}

/** Somebody in a browser of their own, who has signed in and sees the overview. */
export async function visit(
  stage: Stage,
  person: Person = 'Ada',
  options: VisitorOptions = {},
): Promise<WatchedPage> {
  const visitor = await newVisitor(stage, options);
  await visitor.page.goto(stage.environment.urls.dashboard);
  await signIn(visitor.page, person);
  return visitor;
}

/** The HTTP API as somebody who signed in elsewhere, for what a test only begins with. */
export async function apiOf({ environment }: Stage, person: PersonId): Promise<ApiClient> {
  const { identityProvider: issuer, dashboard: dashboardUrl } = environment.urls;
  const { accessToken } = await walkSignIn({ issuer, dashboardUrl, person });
  return new ApiClient(dashboardUrl, accessToken);
}

/** The heading of a page, by which one knows where one is. */
export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name, exact: true });
}

/** Goes to a page of the workspace by its address. */
export async function open(page: Page, stage: Stage, path: string): Promise<void> {
  await page.goto(`${stage.environment.urls.dashboard}${path}`);
}

/** From the page of the consent to the demo provider's consent page and back. */
export async function connectDemo(
  page: Page,
  stage: Stage,
  decision: 'Allow' | 'Cancel' = 'Allow',
): Promise<void> {
  await open(page, stage, '/w/acme/providers/demo/connect?account=demo');
  await page.getByRole('button', { name: 'Continue to Demo Provider' }).click();
  await consent(page, decision);
}

export async function consent(page: Page, decision: 'Allow' | 'Cancel'): Promise<void> {
  await page.getByRole('button', { name: 'ada@demo.test' }).click();
  await page.getByRole('button', { name: decision }).click();
}

/** For people to look at; nothing compares them. */
export async function screenshot(page: Page, name: string): Promise<void> {
  // From the top, since a sticky header is painted wherever the page was scrolled to.
  await page.evaluate('scrollTo(0, 0)');
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}
