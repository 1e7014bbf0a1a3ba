/** Covers client/src/send-request.ts, client/src/outgoing-request.ts. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { TOKEN } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerOk, startUpstream } from './upstream.ts';

describe('T147: a redirect', () => {
  describe.each([301, 302, 303, 307, 308])('%i', (status) => {
    it('to another host is not followed, whatever header holds the token', async () => {
      const elsewhere = await startUpstream(answerOk);
      const upstream = await startUpstream((_request, response) => {
        response.writeHead(status, { location: `${elsewhere.url}?${TOKEN}` }).end('moved');
      });
      const { call } = setUpFetch(upstream, { injection: { headers: { 'X-Mcp-Secret-DEMO': TOKEN } } });
      const error = await rejection(call());
      expect(error).toMatchObject({ name: 'ResponseRefused', code: 'redirect', status });
      expect(inspect(error, { showHidden: true })).not.toContain(TOKEN);
      expect(elsewhere.received).toEqual([]);
    });

    it('on the same host is not followed either', async () => {
      const upstream = await startUpstream((request, response, raw) => {
        if (request.url === '/mcp') response.writeHead(status, { location: '/other' }).end();
        else answerOk(request, response, raw);
      });
      const { call } = setUpFetch(upstream);
      expect(await rejection(call())).toMatchObject({ code: 'redirect' });
      expect(upstream.received.map(({ url }) => url)).toEqual(['/mcp']);
    });
  });

  it('with a body that never ends is not read, and its connection is given back', async () => {
    let isCancelled = false;
    const body = new ReadableStream({
      cancel() {
        isCancelled = true;
      },
    });
    const fetch = async () => new Response(body, { status: 307, headers: { location: '/x' } });
    const { call, system } = setUpFetch(
      { url: 'https://mcp.example.com/', host: 'mcp.example.com' },
      { fetch },
    );
    expect(await rejection(call())).toMatchObject({ code: 'redirect' });
    expect(isCancelled).toBe(true);
    expect(system.pending()).toBe(0);
  });

  it('that fetch has hidden is one too', async () => {
    const fetch = async () => Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
    const { call } = setUpFetch({ url: 'https://mcp.example.com/', host: 'mcp.example.com' }, { fetch });
    expect(await rejection(call())).toMatchObject({ code: 'redirect' });
  });

  it('is asked of fetch not to be followed, with and without a token', async () => {
    const asked: (RequestInit | undefined)[] = [];
    const fetch = async (_input: unknown, init?: RequestInit) => new Response(String(asked.push(init)));
    const { call, send } = setUpFetch(
      { url: 'https://mcp.example.com/', host: 'mcp.example.com' },
      { fetch },
    );
    await call();
    await send('https://mcp.example.com/', { method: 'GET', redirect: 'follow' });
    expect(asked.map((init) => init?.redirect)).toEqual(['manual', 'manual']);
  });
});
