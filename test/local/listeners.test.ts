/**
 * Every listener of `npm start`, played providers too: no page of another origin or name gets anything from it.
 * Covers local/environment.ts, local/listen-on-loopback.ts, local/judge-request.ts,
 * local/played-providers/played-listener.ts.
 */
import { Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOpenToThisMachine } from '../../local/identity-provider/open-paths.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { ask, type Play, startPlay } from './playing.ts';

/** Where a token could be had, if one of the listeners gave it to strangers. */
const DOORS = [
  ...['/', '/token', '/auth', '/jwks', '/me', '/mint', '/withdraw', '/pages/style.css'],
  ...['/notes/mcp', '/api/notes', '/.well-known/openid-configuration'],
  '/2015-03-31/functions/token-injector/invocations',
  '/api.github.com/user',
  '/github.com/login/oauth/access_token',
];
const API = [...new Set(ROUTES.map(({ path }) => path.replace(/\{\w+\}/g, 'acme')))];

let play: Play;
let listeners: string[];
beforeAll(async () => {
  const servers: Server[] = [];
  const { listen } = Server.prototype;
  Server.prototype.listen = function noted(this: Server, ...args: unknown[]) {
    servers.push(this);
    return Reflect.apply(listen, this, args);
  } as typeof listen;
  try {
    play = await startPlay({ played: ['github'] });
  } finally {
    Server.prototype.listen = listen;
  }
  const addresses = servers.map((server) => server.address());
  const ports = addresses.flatMap((address) => (address && typeof address === 'object' ? [address] : []));
  expect(ports.map(({ address }) => address)).toEqual(ports.map(() => '127.0.0.1'));
  listeners = ports.map(({ port }) => `http://127.0.0.1:${port}`);
});
afterAll(() => play?.close());

const EVIL: [string, (origin: string) => object][] = [
  ['under another name (DNS rebinding)', (origin) => ({ host: `evil.example:${new URL(origin).port}` })],
  ['from another origin', () => ({ origin: 'https://evil.example' })],
  ['from another port of this machine', () => ({ origin: 'http://127.0.0.1:1' })],
  ['from a page without an origin', () => ({ origin: 'null' })],
  ['by a script of another site', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })],
  ['as an image of another site', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })],
];

describe('every listener of npm start', () => {
  it('is on this machine, and is one of the printed addresses', () => {
    const { urls } = play.environment;
    const printed = Object.values(urls).flatMap((url) => (url ? [new URL(url).origin] : []));
    expect(new Set(listeners)).toEqual(new Set(printed));
    expect(listeners.length).toBeGreaterThanOrEqual(6);
  });

  it.each(EVIL)('T251: answers nothing %s, whatever the path and the method', async (how, headersFor) => {
    const { identityProvider } = play.environment.urls;
    for (const origin of listeners) {
      for (const path of DOORS) {
        // MCP clients that run in a page of this machine sign people in there; the dashboard's tokens are not among what they get.
        const isOpen = how === 'from another port of this machine' && isOpenToThisMachine(path);
        if (origin === identityProvider && isOpen) continue;
        for (const method of ['GET', 'POST']) {
          const headers = { authorization: 'AWS4-HMAC-SHA256 x', ...headersFor(origin) };
          const { status, body } = await ask(origin, { method, path, headers });
          expect([origin, method, path, status]).toEqual([origin, method, path, 403]);
          expect(body).toMatch(/^This server answers at /);
        }
      }
    }
  });

  it('T251: gives a token to nobody who brings no code of a sign-in', async () => {
    const bodies = ['client_credentials', 'password', 'refresh_token', 'authorization_code'].map(
      (grant) =>
        new URLSearchParams({ grant_type: grant, client_id: 'dashboard', username: 'ada', code: 'x' }),
    );
    for (const origin of listeners) {
      for (const path of [...DOORS, ...API]) {
        const answers = [
          await fetch(`${origin}${path}`, { redirect: 'manual' }),
          ...(await Promise.all(
            bodies.map((body) => fetch(`${origin}${path}`, { method: 'POST', body, redirect: 'manual' })),
          )),
        ];
        for (const answer of answers)
          expect(await answer.text()).not.toMatch(/eyJ[\w-]+\.eyJ|"access_token"/);
      }
    }
  });
});
