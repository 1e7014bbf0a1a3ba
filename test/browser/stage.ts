/** The real local environment and a browser, for the tests of one file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { type EnvironmentOptions, type LocalEnvironment, startEnvironment } from '../../local/environment.ts';
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
  options: Pick<EnvironmentOptions, 'played' | 'clock' | 'workspaceServers'> = {},
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

/** A browser of its own: nobody is signed in anywhere. */
export async function newVisitor(
  { browser }: Stage,
  options: BrowserContextOptions & { expectedErrors?: RegExp } = {},
): Promise<WatchedPage> {
  const { expectedErrors, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1180, height: 900 }, ...contextOptions });
  onTestFinished(() => context.close());
  return watchedPage(context, expectedErrors === undefined ? {} : { expectedErrors });
}

export async function signIn(page: Page, person: 'Ada' | 'Bob' | 'Mallory'): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: person }).click();
  await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor();
}

/** From the tile to the demo provider's consent page and back. */
export async function connectDemo(page: Page, decision: 'Allow' | 'Cancel' = 'Allow'): Promise<void> {
  await page.getByRole('button', { name: 'Connect Demo Provider' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Continue to Demo Provider' }).click();
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
