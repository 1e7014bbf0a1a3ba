/**
 * No page of another origin reaches a server of the local environment: local/judge-request.ts in a real browser.
 * Covers local/judge-request.ts, local/listen-on-loopback.ts.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumOptions } from './chromium.ts';
import { openStage, type Stage } from './stage.ts';

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

/** The status that the server answered to each of these, which the page itself is not shown. */
async function statusesOf(target: string): Promise<number[]> {
  const statuses: number[] = [];
  const note = (answer: { url(): string; status(): number }) => {
    if (answer.url().startsWith(target)) statuses.push(answer.status());
  };
  page.on('response', note);
  await page.evaluate(`{ const url = ${JSON.stringify(target)}; ${ATTACK} }`);
  page.off('response', note);
  return statuses;
}

describe('a page of another origin', () => {
  test.each([
    ['another port of this machine', '127.0.0.1'],
    ['another name', 'evil.test'],
  ])('T057: at %s is refused by every server, whatever it sends', async (_what, host) => {
    expect(listeners().length).toBe(5);
    for (const [name, origin] of listeners()) {
      await page.goto(`http://${host}:${port()}/`);
      const statuses = await statusesOf(origin);
      expect(statuses.length, name).toBeGreaterThanOrEqual(5);
      expect([...new Set(statuses)], name).toEqual([403]);
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
