/**
 * No page of another origin reaches a server of the local environment: local/judge-request.ts in a real browser.
 * Covers local/judge-request.ts, local/listen-on-loopback.ts, src/contract/dashboard/silent-page.ts, src/contract/security-headers.ts.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Page, type Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumOptions } from './chromium.ts';
import { openStage, type Stage, signIn } from './stage.ts';

let stage: Stage;
let elsewhere: ReturnType<typeof createServer>;
let browser: Awaited<ReturnType<typeof chromium.launch>>;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  elsewhere = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>elsewhere</title>');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  // A name that leads to this machine, as DNS rebinding makes one.
  const options = chromiumOptions();
  browser = await chromium.launch({
    ...options,
    args: [...options.args, '--host-resolver-rules=MAP evil.test 127.0.0.1'],
  });
  page = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
  elsewhere?.close();
  await stage?.close();
});

const port = () => (elsewhere.address() as AddressInfo).port;

/** Every address at which the environment listens. */
function listeners(): [string, string][] {
  const origins = Object.entries(stage.environment.urls).flatMap(([name, url]) =>
    url === undefined ? [] : [[name, new URL(url).origin] as const],
  );
  return [...new Map(origins.map(([name, origin]) => [origin, name])).entries()].map(([origin, name]) => [
    name,
    origin,
  ]);
}

/** What the page sends, as text: its own types are the browser's. Waits until each was answered or given up. */
const ATTACK = `
  const send = (path, options) => fetch(url + path, options).catch(() => undefined);
  const framed = (frame) => new Promise((resolve) => { frame.onload = resolve; document.body.append(frame); });
  (async () => {
    await send('/', { mode: 'no-cors' });
    await send('/', { mode: 'cors' });
    await send('/', { method: 'POST', mode: 'no-cors', body: '{}' });
    await send('/v1/providers', { mode: 'cors', headers: { authorization: 'Bearer x' } });
    await send('/', { method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' }, body: '{}' });
    await new Promise((resolve) => {
      const image = new Image();
      image.onload = image.onerror = resolve;
      image.src = url + '/icon.svg';
    });
    await framed(Object.assign(document.createElement('iframe'), { src: url }));
    const sink = Object.assign(document.createElement('iframe'), { name: 'sink' });
    await framed(sink);
    await new Promise((resolve) => {
      sink.onload = resolve;
      const form = Object.assign(document.createElement('form'), { method: 'post', action: url, target: 'sink' });
      document.body.append(form);
      form.submit();
    });
  })()`;

/** What the server answered to each of these, which the page itself is not shown. */
async function answersOf(target: string): Promise<Response[]> {
  const answers: Response[] = [];
  const note = (answer: Response) => {
    if (answer.url().startsWith(target)) answers.push(answer);
  };
  page.on('response', note);
  await page.evaluate(`{ const url = ${JSON.stringify(target)}; ${ATTACK} }`);
  page.off('response', note);
  return answers;
}

/** There is nothing, or it is a page that nobody of another origin may frame, so that the browser shows nothing of it. */
function isShownNowhere(answer: Response): boolean {
  const isFrame = answer.request().resourceType() === 'document' && answer.frame() !== page.mainFrame();
  const policy = answer.headers()['content-security-policy'] ?? '';
  return isFrame && (answer.status() === 404 || /frame-ancestors 'none'/.test(policy));
}

/** Resolves when a frame of the page has loaded, or was refused. What it tells the page is in `window.heard`. */
const FRAMED = `
  window.heard = [];
  addEventListener('message', ({ data }) => heard.push(data));
  new Promise((resolve) => {
    const frame = Object.assign(document.createElement('iframe'), { src });
    frame.onload = resolve;
    document.body.append(frame);
  })`;

describe('a page of another origin', () => {
  test('T057: at another name is refused by every server, whatever it sends', async () => {
    expect(listeners().length).toBe(5);
    for (const [name, origin] of listeners()) {
      await page.goto(`http://evil.test:${port()}/`);
      const statuses = (await answersOf(origin)).map((answer) => answer.status());
      expect(statuses.length, name).toBeGreaterThanOrEqual(5);
      expect([...new Set(statuses)], name).toEqual([403]);
    }
  });

  test('T057: at another port of this machine is refused too, but for frames in which nothing is shown', async () => {
    const framed = new Set<string>();
    for (const [name, origin] of listeners()) {
      await page.goto(`http://127.0.0.1:${port()}/`);
      const answers = await answersOf(origin);
      const passed = answers.filter((answer) => answer.status() !== 403);
      expect(answers.length - passed.length, name).toBeGreaterThanOrEqual(4);
      expect(passed.every(isShownNowhere), name).toBe(true);
      for (const _ of passed) framed.add(name);
    }
    // The silent sign-in of the page is a frame of another port. The page and the API have one address.
    expect([...framed].sort()).toEqual(['api', 'identityProvider']);
  });

  test('T057: gets no sign-in out of a frame, also where somebody is signed in', async () => {
    const { dashboard, identityProvider } = stage.environment.urls;
    const requests: string[] = [];
    const note = (request: { url(): string }) => requests.push(request.url());
    page.on('request', note);
    await page.goto(dashboard);
    await signIn(page, 'Ada');
    await page.reload();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    page.off('request', note);
    const silent = requests.find(
      (url) => url.startsWith(`${identityProvider}/auth`) && /prompt=none/.test(url),
    );
    expect(silent).toBeDefined();

    for (const src of [silent, silent?.replace('prompt=none', 'prompt=login')]) {
      await page.goto(`http://127.0.0.1:${port()}/`);
      await page.evaluate(`{ const src = ${JSON.stringify(src)}; ${FRAMED} }`);
      expect(page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
      expect(await page.evaluate('window.heard')).toEqual([]);
    }
  });

  test('T057: is refused under a name that leads to the server itself', async () => {
    for (const [name, origin] of listeners()) {
      const answer = await page.goto(`http://evil.test:${new URL(origin).port}/`);
      expect(answer?.status(), name).toBe(403);
    }
  });

  test('may still be left by a link', async () => {
    await page.goto(`http://127.0.0.1:${port()}/`);
    const dashboard = stage.environment.urls.dashboard;
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url() === `${dashboard}/`),
      page.evaluate(`location.assign(${JSON.stringify(`${dashboard}/`)})`),
    ]);
    expect(answer.status()).toBe(200);
  });
});
