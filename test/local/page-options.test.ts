/**
 * What an operator gives the page of the local environment: logos that are served and run nothing, and an origin to lead back to.
 * Covers local/page-options.ts, local/app-server.ts, src/contract/dashboard/logo-files.ts, src/contract/security-headers.ts.
 */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { routeApp } from '../../local/app-server.ts';
import { PageRefused, readPageOptions } from '../../local/page-options.ts';
import { securityHeaders } from '../../src/contract/security-headers.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connections-logos-'));
});
afterEach(() => rm(folder, { recursive: true }));
const put = (name: string, content: string | Uint8Array = SVG) => writeFile(join(folder, name), content);

describe('a logo', () => {
  it('is served with the page’s headers, and with a policy by which it runs nothing', async () => {
    for (const name of ['google.svg', 'custom~crm.png', 'remote~notes.svg']) await put(name);
    await writeFile(`${folder}.secret.svg`, 'outside');
    const { logos } = await readPageOptions(undefined, folder);
    expect(logos).toEqual({ folder, files: ['custom~crm.png', 'google.svg', 'remote~notes.svg'] });
    const headers = securityHeaders({ issuer: 'https://id.acme.test' });
    const app = routeApp({} as never, { directory: folder, headers, logos });
    const served = await app.request('/logos/google.svg');
    expect([served.status, await served.text()]).toEqual([200, SVG]);
    expect(Object.fromEntries(served.headers)).toMatchObject({
      ...headers,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'content-type': 'image/svg+xml',
    });
    const png = await app.request('/logos/custom~crm.png');
    expect(png.headers.get('content-type')).toBe('image/png');
    // It came after the start, so nobody has judged it.
    await put('later.svg');
    for (const name of [
      'later.svg',
      'google.png',
      '..%2fgoogle.svg',
      `..%2f${folder.split('/').at(-1)}.secret.svg`,
      '%2e%2e%2fgoogle.svg',
      'google.svg%00',
      'GOOGLE.svg',
      'x/google.svg',
      '',
    ])
      expect((await app.request(`/logos/${name}`)).status, name).toBe(404);
    await rm(`${folder}.secret.svg`);
  });

  it('is not there without a folder, and a file of the page is no logo', async () => {
    await put('google.svg');
    const app = routeApp({} as never, { directory: folder, headers: {} });
    expect((await app.request('/logos/google.svg')).status).toBe(404);
    expect((await app.request('/google.svg')).status).toBe(200);
  });
});

describe('a folder of logos is refused', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['a name that is no provider’s', () => put('Google.svg'), 'has "Google.svg"; keep only files named'],
    ['another type', () => put('google.html'), 'has "google.html"; keep only files named'],
    ['a hidden file', () => put('.svg'), 'has ".svg"; keep only files named'],
    ['a folder', () => mkdir(join(folder, 'google.svg')), 'has "google.svg"; keep only files named'],
    [
      'a link to a folder',
      () => symlink(tmpdir(), join(folder, 'a.svg')),
      'has "a.svg"; keep only files named',
    ],
    [
      'a large file',
      () => put('google.png', new Uint8Array(65_537)),
      'has google.png with 65537 bytes; a logo has 65536',
    ],
    [
      'too many files',
      () => Promise.all(Array.from({ length: 101 }, (_, index) => put(`p${index}.svg`))),
      'has 101 files; 100 logos are the most',
    ],
  ])('with %s', async (_with, fill, fault) => {
    await fill();
    await expect(readPageOptions(undefined, folder)).rejects.toThrow(fault);
  });

  it('that is none, and takes the largest file', async () => {
    await put('google.png', new Uint8Array(65_536));
    expect((await readPageOptions(undefined, folder)).logos?.files).toEqual(['google.png']);
    await expect(readPageOptions(undefined, join(folder, 'none'))).rejects.toThrow(PageRefused);
  });
});

describe('the origin to lead back to', () => {
  it.each([
    'https://chat.acme.test',
    'https://chat.acme.test:8443',
    'http://localhost:5173',
    'http://127.0.0.1:8080',
  ])('is %s', async (origin) => {
    expect(await readPageOptions(origin, undefined)).toEqual({ returnTo: [origin] });
  });

  it.each([
    ...[
      'http://chat.acme.test',
      'https://chat.acme.test/',
      'https://chat.acme.test/x',
      'https://*.acme.test',
    ],
    ...[
      'https://user@chat.acme.test',
      'HTTPS://CHAT.acme.test',
      'chat.acme.test',
      '',
      'null',
      'javascript:1',
    ],
  ])('is not %j', async (text) => {
    await expect(readPageOptions(text, undefined)).rejects.toThrow(PageRefused);
  });

  it('is none if none is given', async () => {
    expect(await readPageOptions(undefined, undefined)).toEqual({});
  });
});
