/**
 * How the page loads on a slow phone: what it shifts, transfers and asks for, and how long it takes. Times are printed, not judged.
 * Covers dashboard/build.ts, dashboard/src/app/begin.ts, dashboard/src/shell/page-at.tsx, dashboard/src/parts/loading.tsx.
 */
import type { CDPSession, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDemo, heading, openStage, type Stage, signIn } from './stage.ts';

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await openStage();
  const context = await stage.browser.newContext({ viewport: { width: 375, height: 740 } });
  page = await context.newPage();
  await page.addInitScript(WATCH_SHIFTS);
  await page.goto(stage.environment.urls.dashboard);
  await signIn(page, 'Ada');
  await connectDemo(page, stage);
  await heading(page, 'Demo Provider').waitFor();
});
afterAll(() => stage?.close());

/** "Slow 4G" of Chromium's developer tools: bits a second, and milliseconds a request. */
const SLOW_4G = {
  downloadThroughput: (1.6e6 * 0.9) / 8,
  uploadThroughput: (750e3 * 0.9) / 8,
  latency: 562.5,
};
const SLOWER_CPU = 4;
/** Web Vitals call less than 0.1 good; https://web.dev/articles/cls. */
const SHIFT = 0.05;
const KILOBYTES = 120;

/** Sums up what moved without a person's doing (Layout Instability API). */
const WATCH_SHIFTS = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

interface Loaded {
  /** Milliseconds from the navigation to the moment when a signed-in person sees their list. */
  usable: number;
  shifted: number;
  /** Bytes over the wire, and requests, until then. */
  bytes: number;
  requests: number;
  documents: number;
}

/** Opens a page in the throttled tab without a cache, and waits until it is usable. */
async function load(path: string, shown: Locator): Promise<Loaded> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', { offline: false, ...SLOW_4G });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_CPU });
  const traffic = watchTraffic(session);
  const begun = performance.now();
  await page.goto(stage.environment.urls.dashboard + path, { waitUntil: 'commit' });
  await shown.waitFor();
  const usable = performance.now() - begun;
  const { bytes, requests, documents } = traffic;
  // What comes later must not shift anything either.
  await page.waitForLoadState('networkidle');
  const shifted = (await page.evaluate('window.shifted')) as number;
  await session.detach();
  return { usable, shifted, bytes, requests, documents };
}

function watchTraffic(session: CDPSession) {
  const traffic = { bytes: 0, requests: 0, documents: 0 };
  session.on('Network.requestWillBeSent', ({ type, frameId, request }) => {
    traffic.requests += 1;
    const isPage = type === 'Document' && request.url.startsWith(`${stage.environment.urls.dashboard}/w/`);
    if (isPage && frameId !== undefined) traffic.documents += 1;
  });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    traffic.bytes += encodedDataLength;
  });
  return traffic;
}

const LISTED = [
  ['Overview', '/w/acme', (page: Page) => page.getByText('Nothing needs you.')],
  ['Connections', '/w/acme/connections', (page: Page) => page.getByRole('link', { name: 'Demo Provider' })],
  ['Providers', '/w/acme/providers', (page: Page) => page.getByRole('link', { name: /GitHub/ }).first()],
  ['MCP servers', '/w/acme/servers', (page: Page) => page.getByRole('link', { name: 'Demo Notes' })],
] as const;

test.each(LISTED)('%s, on slow 4G and a CPU four times slower', async (name, path, shown) => {
  const { usable, shifted, bytes, requests, documents } = await load(path, shown(page));
  console.info(
    `${name}: usable after ${(usable / 1000).toFixed(1)} s; ${requests} requests, ${(bytes / 1000).toFixed(0)} kB; layout shift ${shifted.toFixed(3)}`,
  );
  expect(documents).toBe(1);
  expect(shifted).toBeLessThan(SHIFT);
  expect(bytes).toBeLessThan(KILOBYTES * 1000);
});
