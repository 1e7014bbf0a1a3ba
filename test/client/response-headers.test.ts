/** Covers client/src/response-headers.ts, client/src/guard-response.ts. */
import { describe, expect, it } from 'vitest';
import { TOKEN } from './fake-injector.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { startUpstream } from './upstream.ts';

describe('T152: response headers', () => {
  it('that would make a session of cookies or a sign-in at the server are dropped; the others stay', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, {
        'set-cookie': ['a=1; HttpOnly', 'b=2'],
        'www-authenticate': 'Bearer resource_metadata="https://evil.example/"',
        'proxy-authenticate': 'Basic',
        'proxy-authentication-info': 'x',
        'authentication-info': 'x',
        'clear-site-data': '"*"',
        'keep-alive': 'timeout=5',
        trailer: 'x-t',
        'content-type': 'application/json',
        'mcp-session-id': 'session-1',
        'x-kept': '1',
      });
      response.end('{}');
    });
    const { call } = setUpFetch(upstream);
    const response = await call();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json',
      'mcp-session-id': 'session-1',
      'x-kept': '1',
    });
    const names = [...response.headers.keys()].filter((name) => name !== 'date');
    expect(names.sort()).toEqual(['content-type', 'mcp-session-id', 'x-kept']);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('that describe bytes which fetch has decoded are dropped, and the decoded body is whole', async () => {
    const { gzipSync } = await import('node:zlib');
    const upstream = await startUpstream((_request, response) => {
      const body = gzipSync(JSON.stringify({ a: 'x'.repeat(5000), token: TOKEN }));
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
    });
    const { call, leaks } = setUpFetch(upstream);
    const response = await call();
    expect(response.headers.has('content-encoding')).toBe(false);
    expect(await response.json()).toEqual({ a: 'x'.repeat(5000), token: '[removed]' });
    expect(leaks).toEqual([{ server: 'demo-notes' }]);
  });
});
