/**
 * Which file CloudFront serves at each address: the code of its function, run on events of CloudFront's form, and beside it the
 * local environment, which has the same addresses.
 * Covers lib/dashboard/page-addresses.js, local/app-server.ts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf } from '../../lib/prebuilt.ts';
import { type HttpFunctions, routeApp } from '../../local/app-server.ts';

const CODE = readFileSync(pathOf('lib/dashboard/page-addresses.js'), 'utf8');

/** An event of a viewer request (CloudFront Functions event structure, version 1.0). */
const eventOf = (uri: string) => ({
  version: '1.0',
  context: { eventType: 'viewer-request' },
  viewer: { ip: '198.51.100.7' },
  request: {
    method: 'GET',
    uri,
    querystring: { account: { value: 'demo' } },
    headers: { host: { value: 'connections.acme.internal' } },
    cookies: {},
  },
});
/** The request that CloudFront goes on with. */
function rewritten(uri: string) {
  const returned = runInNewContext(`${CODE}\nhandler(event)`, { event: structuredClone(eventOf(uri)) });
  return structuredClone(returned) as { uri: string };
}

const PAGES = [
  '/w/acme',
  '/w/acme/',
  '/w/acme/connections/demo~sales',
  '/w/acme/providers/custom~crm/connect',
  '/w/acme/../../config.json',
];
const AS_THEY_ARE = [
  ...['/', '/index.html', '/api.html', '/silent.html', '/config.json', '/icon.svg'],
  ...['/app-ABCD1234.js', '/logos/google.svg', '/w', '/www', '/api/', '/api.js', '/apis'],
];

describe('the function at CloudFront', () => {
  it.each(PAGES)('%s is a page within the dashboard', (uri) => {
    expect(rewritten(uri)).toEqual({ ...eventOf(uri).request, uri: '/index.html' });
  });

  it('/api is the page of the API', () => {
    expect(rewritten('/api')).toEqual({ ...eventOf('/api').request, uri: '/api.html' });
  });

  it.each(AS_THEY_ARE)('%s stays what it is', (uri) => {
    expect(rewritten(uri)).toEqual(eventOf(uri).request);
  });

  it('is small enough for CloudFront, which takes 10 KB', () => {
    expect(CODE.length).toBeLessThan(10_240);
  });
});

describe('the local environment', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'connections-page-'));
    for (const name of ['index.html', 'api.html']) writeFileSync(join(directory, name), name);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each([...PAGES.slice(0, -1), '/api', '/', '/index.html', '/api.html'])(
    'serves the same file at %s',
    async (path) => {
      // None of these is the API's.
      const app = routeApp({} as HttpFunctions, { directory, headers: {} });
      const file = path === '/' ? '/index.html' : rewritten(path).uri;
      const response = await app.request(path);
      expect([response.status, await response.text()]).toEqual([200, file.slice(1)]);
    },
  );

  it('asks again at each load, and answers 304 until a file changes', async () => {
    const app = routeApp({} as HttpFunctions, {
      directory,
      headers: { 'x-content-type-options': 'nosniff' },
    });
    const file = 'start-ABCD1234.js';
    writeFileSync(join(directory, file), 'one');
    const first = await app.request(`/${file}`);
    const tag = first.headers.get('etag') ?? '';
    expect([first.headers.get('cache-control'), tag]).toEqual([
      'no-cache',
      expect.stringMatching(/^"[0-9a-f]+"$/),
    ]);
    const again = () => app.request(`/${file}`, { headers: { 'if-none-match': tag } });
    expect((await again()).status).toBe(304);
    writeFileSync(join(directory, file), 'two');
    const changed = await again();
    expect([changed.status, await changed.text()]).toEqual([200, 'two']);
  });
});
