/** Covers client/src/with-session.ts, client/src/guarded-body.ts, client/src/deadline.ts. */
import { describe, expect, it } from 'vitest';
import { injected, TOKEN } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { INITIALIZE, setUpSession } from './set-up-session.ts';
import { posted, startUpstream, toolCall } from './upstream.ts';

describe('a session, against servers that misbehave', () => {
  it('T134: does not outlive the time for which the token was handed out', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'mcp-session-id': 's1' }).end('{}');
    });
    const expiresAt = '2026-11-24T10:15:00Z';
    const { run, system } = setUpSession(upstream, [
      { answer: injected({ binding: 'session', allowedHosts: [upstream.host], expiresAt }) },
    ]);
    await run(async (fetch) => {
      await fetch(upstream.url, INITIALIZE);
      system.advance(15 * 60_000);
      expect((await rejection(fetch(upstream.url, posted(toolCall())))).code).toBe('injection_expired');
    });
    expect(upstream.received).toHaveLength(1);
  });

  it('ends early with its signal: what is open is cut for its reason, and nothing more is sent', async () => {
    const over = new AbortController();
    // Says nothing to a tool call, for as long as anybody waits.
    const upstream = await startUpstream(({ body }, response) => {
      if (body.includes('initialize')) response.writeHead(200, { 'mcp-session-id': 's1' }).end('{}');
      else if (body === '') response.end();
      else over.abort(new Error('nobody waits any more'));
    });
    const { run } = setUpSession(upstream, undefined, over.signal);
    await run(async (fetch) => {
      await fetch(upstream.url, INITIALIZE);
      expect((await rejection(fetch(upstream.url, posted(toolCall())))).message).toBe(
        'nobody waits any more',
      );
      expect((await rejection(fetch(upstream.url, INITIALIZE))).code).toBe('session_over');
    });
    const posts = upstream.received.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(2);
  });

  it('cuts streams that are still open, and the token with them', async () => {
    let isClosed: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    const upstream = await startUpstream(({ method }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (method !== 'GET') return void response.end();
      response.write('data: 1\n\n');
      response.on('close', isClosed);
    });
    const { run, system } = setUpSession(upstream);
    const stream = await run((fetch) => fetch(upstream.url, { method: 'GET' }));
    expect((await rejection(stream.text())).code).toBe('session_over');
    await closed;
    expect(system.pending()).toBe(0);
  });

  it('T153: is ended without waiting for a server that does not answer the DELETE', async () => {
    const upstream = await startUpstream(({ method }, response) => {
      if (method === 'DELETE') return void system.advance(5_000);
      response.writeHead(200, { 'mcp-session-id': 's1', 'content-type': 'application/json' }).end('{}');
    });
    const { run, system } = setUpSession(upstream);
    expect(
      await run(async (fetch) => {
        await fetch(
          upstream.url,
          posted({ jsonrpc: '2.0', id: 0, method: 'initialize' }, { 'mcp-protocol-version': '2025-11-25' }),
        );
        return 'done';
      }),
    ).toBe('done');
    expect(upstream.received.at(-1)).toMatchObject({
      method: 'DELETE',
      headers: {
        'mcp-session-id': 's1',
        'mcp-protocol-version': '2025-11-25',
        authorization: `Bearer ${TOKEN}`,
      },
    });
  });

  it('is not ended twice: a client that sent the DELETE itself has done it', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'mcp-session-id': 's1' }).end('{}');
    });
    const { run } = setUpSession(upstream);
    await run(async (fetch) => {
      await fetch(upstream.url, INITIALIZE);
      await fetch(upstream.url, { method: 'DELETE', headers: { 'mcp-session-id': 's1' } });
    });
    expect(upstream.received.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });
});
