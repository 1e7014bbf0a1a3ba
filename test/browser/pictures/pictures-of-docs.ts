/** The pictures of the documentation, as `npm run pictures` takes them. Nothing compares them. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { tryServer } from '../every-view.ts';
import { apiOf, newVisitor, open, type Stage, signIn } from '../stage.ts';
import { answerAsInUse } from './made-up-workspace.ts';

interface Picture {
  name: string;
  path: string;
  act?: (page: Page) => Promise<void>;
}

const PICTURES: Picture[] = [
  { name: 'overview', path: '/w/acme' },
  { name: 'connections', path: '/w/acme/connections' },
  { name: 'connection', path: '/w/acme/connections/demo' },
  { name: 'connect', path: '/w/acme/providers/google/connect' },
  { name: 'server', path: '/w/acme/servers/demo-notes', act: showTrial },
  { name: 'apps', path: '/w/acme/oauth-apps' },
];

/** Writes them as PNG into the folder: 1280 by 800 pixels in light, and one of a small screen in dark. */
export async function takePictures(stage: Stage, folder: string): Promise<void> {
  const ada = await apiOf(stage, 'ada');
  for (const [provider, clientId] of Object.entries({ slack: '2210535565.51', hubspot: 'acme-crm' }))
    await ada.request('PUT', `/v1/workspaces/acme/oauth-apps/${provider}`, {
      clientId,
      clientSecret: 'a-secret',
    });
  const page = await inUse(stage, { colorScheme: 'light', width: 1280 });
  for (const { name, path, act } of PICTURES) {
    await open(page, stage, path);
    await shown(page);
    await act?.(page);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
  const small = await inUse(stage, { colorScheme: 'dark', width: 375 });
  await shown(small);
  await small.screenshot({ path: join(folder, 'overview-small-dark.png') });
}

async function inUse(
  stage: Stage,
  { colorScheme, width }: { colorScheme: 'light' | 'dark'; width: number },
): Promise<Page> {
  const viewport = { width, height: 800 };
  // A phone keeps no room for a scroll bar.
  const isMobile = width < 600;
  const { page } = await newVisitor(stage, { colorScheme, viewport, isMobile, reducedMotion: 'reduce' });
  await answerAsInUse(page);
  await page.goto(stage.environment.urls.dashboard);
  await signIn(page, 'Ada');
  return page;
}

async function shown(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  // The logos come last.
  await page.waitForLoadState('networkidle');
}

async function showTrial(page: Page): Promise<void> {
  await tryServer(page);
  await page.evaluate(
    `document.querySelector('.trial-answer').closest('.panel').scrollIntoView({ block: 'center' })`,
  );
}
