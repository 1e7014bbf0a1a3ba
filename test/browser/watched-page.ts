/** A page whose console errors, policy violations and requests to elsewhere fail the test. */
import type { BrowserContext, Page, Request, Response } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

export interface WatchedPage {
  page: Page;
  /** Secrets that crossed the wire: access tokens, authorization codes, and the secrets of starts. */
  secrets: Set<string>;
  /** `POST /v1/…` and so on, in order. */
  apiCalls: string[];
}

interface Watching {
  /** Console errors that the test brings about, such as a failed request. */
  expectedErrors?: RegExp;
}

export async function watchedPage(
  context: BrowserContext,
  { expectedErrors }: Watching = {},
): Promise<WatchedPage> {
  const page = await context.newPage();
  const complaints: string[] = [];
  const watched: WatchedPage = { page, secrets: new Set(), apiCalls: [] };
  page.on('console', (message) => {
    const isFault = message.type() === 'error' || message.type() === 'warning';
    if (isFault && !expectedErrors?.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') complaints.push(`request to ${request.url()}`);
    note(watched, request);
  });
  page.on('response', (response) => void noteSecrets(watched, response));
  onTestFinished(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });
  return watched;
}

function note({ secrets, apiCalls }: WatchedPage, request: Request): void {
  const { pathname } = new URL(request.url());
  if (pathname.startsWith('/v1/')) apiCalls.push(`${request.method()} ${pathname}`);
  const token = request.headers().authorization?.replace('Bearer ', '');
  if (token !== undefined) secrets.add(token);
}

async function noteSecrets({ secrets }: WatchedPage, response: Response): Promise<void> {
  const query = /[#&]query=([\w-]+)/.exec(response.headers().location ?? '')?.[1];
  if (query !== undefined) {
    secrets.add(query);
    secrets.add(new URLSearchParams(Buffer.from(query, 'base64url').toString()).get('code') ?? query);
  }
  if (response.url().endsWith('/connect-sessions') && response.status() === 201) {
    // The page may have left before its answer can be read here; then the next one is.
    const started = (await response.json().catch(() => ({}))) as { completionSecret?: string };
    if (started.completionSecret !== undefined) secrets.add(started.completionSecret);
  }
}

/** Where a page could keep something. Text, since the tests' own types know no browser. */
const PLACES = {
  document: 'document.documentElement.outerHTML',
  address: 'location.href',
  'history state': 'JSON.stringify(history.state)',
  storage: 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])',
  cookies: 'document.cookie',
  databases: 'indexedDB.databases().then(JSON.stringify)',
};

export async function expectNoSecretKept({ page, secrets }: WatchedPage): Promise<void> {
  expect(secrets.size).toBeGreaterThan(0);
  for (const [place, script] of Object.entries(PLACES)) {
    const text = String(await page.evaluate(script));
    for (const secret of secrets) expect(text.includes(secret), `a secret in the ${place}`).toBe(false);
  }
}
