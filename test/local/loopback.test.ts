/**
 * No page of another origin reaches a server of this machine, and its Lambda endpoint least of all.
 * Covers local/judge-request.ts, local/listen-on-loopback.ts, local/lambda-endpoint.ts.
 */
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLambdaEndpoint } from '../../local/lambda-endpoint.ts';
import type { LoopbackServer } from '../../local/listen-on-loopback.ts';

const PATH = '/2015-03-31/functions/token-injector/invocations';
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=local' };

let server: LoopbackServer;
let invoked: unknown[];
beforeEach(async () => {
  invoked = [];
  const invoke = async (event: unknown) => {
    invoked.push(event);
    return { answered: true };
  };
  server = await startLambdaEndpoint(0, { 'token-injector': invoke });
});
afterEach(() => server.close());

/** `fetch` sets `Host` itself, as a browser does. */
function invoke(headers: Record<string, string>, path = PATH): Promise<number> {
  const { hostname, port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject).end('{"a":1}');
  });
}
const port = () => new URL(server.origin).port;

describe('the Lambda endpoint of this machine', () => {
  it.each([
    ['its address', () => `127.0.0.1:${port()}`],
    ['its name', () => `localhost:${port()}`],
  ])('T057: invokes for a program that asks %s', async (_title, host) => {
    expect(await invoke({ ...SIGNED, host: host() })).toBe(200);
    expect(invoked).toEqual([{ a: 1 }]);
  });

  it.each<[string, () => Record<string, string>]>([
    ['under a name that leads here (DNS rebinding)', () => ({ host: `evil.example:${port()}` })],
    ['under such a name without a port', () => ({ host: 'evil.example' })],
    ['at another port', () => ({ host: '127.0.0.1:1' })],
    ['under a name that begins like ours', () => ({ host: `127.0.0.1:${port()}.evil.example` })],
    ['from a page of another origin', () => ({ origin: 'https://evil.example' })],
    ['from a page without an origin', () => ({ origin: 'null' })],
    ['from a page of another site', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })],
    [
      'as a frame',
      () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }),
    ],
  ])('T057: invokes nothing %s', async (_title, headers) => {
    expect(await invoke({ ...SIGNED, host: `127.0.0.1:${port()}`, ...headers() })).toBe(403);
    expect(invoked).toEqual([]);
  });

  it('T057: invokes nothing unsigned, and no function that it does not have', async () => {
    expect(await invoke({})).toBe(403);
    expect(await invoke(SIGNED, PATH.replace('token-injector', 'constructor'))).toBe(404);
    expect(invoked).toEqual([]);
  });
});
