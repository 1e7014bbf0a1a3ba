/** Covers client/src/outgoing-request.ts, client/src/errors.ts. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { TOKEN } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerOk, startUpstream } from './upstream.ts';

describe('where a token may go', () => {
  it.each([
    'http://mcp.example.com/mcp',
    'ftp://mcp.example.com/mcp',
    'https://user:pass@mcp.example.com/mcp',
    'https://user@mcp.example.com/mcp',
    'http://127.0.0.1.example.com/mcp',
    'http://localhost.example.com/mcp',
    'http://10.0.0.1/mcp',
    'http://[::ffff:127.0.0.1]/mcp',
    '//mcp.example.com/mcp',
    '/mcp',
    'data:application/json,{}',
    'not a url',
  ])('T141: is never %s, and the injector is not asked', async (address) => {
    const { call, lambda } = setUpFetch({ url: address, host: 'mcp.example.com' });
    expect((await rejection(call())).code).toBe('address_refused');
    expect(lambda.requests).toEqual([]);
  });

  it.each<[string, string[], boolean]>([
    ['http://10.0.0.1:8080/mcp', ['10.0.0.1:8080'], true],
    ['http://crm.internal/mcp', ['crm.internal'], true],
    ['http://10.0.0.1:8081/mcp', ['10.0.0.1:8080'], false],
    ['http://10.0.0.1/mcp', ['10.0.0.1:8080'], false],
    ['http://crm.internal.evil.example/mcp', ['crm.internal'], false],
    ['http://user@crm.internal/mcp', ['crm.internal'], false],
    ['ftp://crm.internal/mcp', ['crm.internal'], false],
  ])('over http is %s only if the runtime names it: %j, %s', async (url, plainHttpHosts, isSent) => {
    const sent: string[] = [];
    const fetch = async (input: unknown) => new Response(String(sent.push(String(input))));
    const allowedHosts = ['10.0.0.1:8080', '10.0.0.1:8081', '10.0.0.1', 'crm.internal'];
    const { call } = setUpFetch({ url, host: '' }, { injection: { allowedHosts }, fetch, plainHttpHosts });
    if (isSent) await call();
    else expect((await rejection(call())).code).toBe('address_refused');
    expect(sent).toHaveLength(isSent ? 1 : 0);
  });

  it.each<[string, boolean]>([
    ['https://mcp.example.com/a/mcp', true],
    ['https://mcp.example.com/a/mcp?session=1', true],
    ['https://mcp.example.com/b/mcp', false],
    ['https://mcp.example.com/a/mcp/', false],
    ['https://mcp.example.com/a/mcp/more', false],
    ['https://mcp.example.com/a', false],
    ['https://mcp.example.com/', false],
    ['https://mcp.example.com/a/../b/mcp', false],
    ['https://mcp.example.com/a%2fmcp', false],
  ])('T187: of a host that tenants share is the path of the server alone: %s, %s', async (url, isSent) => {
    const sent: unknown[] = [];
    const fetch = async (...all: unknown[]) => new Response(String(sent.push(all)));
    const injection = { allowedHosts: ['mcp.example.com'], allowedUrl: 'https://mcp.example.com/a/mcp' };
    const { call } = setUpFetch({ url, host: '' }, { injection, fetch });
    if (isSent) await call();
    else expect((await rejection(call())).code).toBe('host_not_allowed');
    expect(sent).toHaveLength(isSent ? 1 : 0);
  });

  it.each<[string, string[]]>([
    ['https://evil.example/mcp', ['mcp.example.com']],
    ['https://mcp.example.com.evil.example/mcp', ['mcp.example.com']],
    ['https://mcp.example.com./mcp', ['mcp.example.com']],
    ['https://mcp.example.com:8443/mcp', ['mcp.example.com']],
    ['https://mcp.example.com/mcp', ['mcp.example.com:8443']],
    ['https://mcp.example.com/mcp', ['mcp.example.com:80']],
    ['http://127.0.0.1:8081/mcp', ['127.0.0.1:8080']],
    ['http://127.0.0.1/mcp', ['127.0.0.1:443']],
    ['https://xn--mcp-xyz.example/mcp', ['mcp.example.com']],
    ['https://mcp.example.com@evil.example/mcp', ['mcp.example.com']],
  ])('T140 T141: is not %s when %j is allowed', async (url, allowedHosts) => {
    const sent: unknown[] = [];
    const fetch = async (...all: unknown[]) => new Response(String(sent.push(all)));
    const { call } = setUpFetch({ url, host: '' }, { injection: { allowedHosts }, fetch });
    expect(['host_not_allowed', 'address_refused']).toContain((await rejection(call())).code);
    expect(sent).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['https://mcp.example.com/mcp', ['other.example', 'mcp.example.com']],
    ['https://MCP.example.com/mcp', ['mcp.example.com']],
    ['https://mcp.example.com:443/mcp', ['mcp.example.com']],
    ['https://mcp.example.com/mcp', ['mcp.example.com:443']],
    ['https://mcp.example.com:8443/mcp', ['mcp.example.com:8443']],
    ['http://localhost/mcp', ['localhost']],
    ['http://127.1:8080/mcp', ['127.0.0.1:8080']],
    ['http://[::1]:8080/mcp', ['[::1]:8080']],
  ])('is %s when %j is allowed', async (url, allowedHosts) => {
    const sent: string[] = [];
    const fetch = async (input: unknown) => new Response(String(sent.push(String(input))));
    const { call } = setUpFetch({ url, host: '' }, { injection: { allowedHosts }, fetch });
    await call();
    expect(sent).toEqual([new URL(url).href]);
  });

  it('is the query, where the server wants it there: in place of the caller’s own, and nowhere else', async () => {
    const upstream = await startUpstream((request, response) => {
      if (request.url.includes('gone')) response.socket?.destroy();
      else answerOk(request, response, {} as never);
    });
    const injection = { headers: {}, query: { token: TOKEN } };
    const { call } = setUpFetch(upstream, { injection });
    const response = await call({}, `${upstream.url}?token=mine&a=1&token=too`);
    const sent = new URL(upstream.received[0]?.url ?? '', upstream.url);
    expect(sent.searchParams.getAll('token')).toEqual([TOKEN]);
    expect(sent.searchParams.get('a')).toBe('1');
    expect(response.url).toBe(`${upstream.url}?token=mine&a=1&token=too`);
    const error = await rejection(call({}, `${upstream.url}?gone`));
    expect(error.code).toBe('server_unreachable');
    const shown = inspect(error, { depth: 9, showHidden: true });
    for (const form of [TOKEN, encodeURIComponent(TOKEN)]) expect(shown).not.toContain(form);
  });
});
