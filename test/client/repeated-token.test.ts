/** Covers client/src/guard-response.ts, client/src/scrub-bytes.ts, client/src/known-secrets.ts. */
import { describe, expect, it } from 'vitest';
import { TOKEN } from './fake-injector.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerJson, SSE, startUpstream } from './upstream.ts';

describe('T151: an answer that repeats the token', () => {
  it('in headers and status is scrubbed, and told without it', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(400, `no ${TOKEN}`, {
        'x-echo': `Bearer ${TOKEN} and ${Buffer.from(TOKEN).toString('base64')}`,
      });
      response.end();
    });
    const { call, leaks } = setUpFetch(upstream);
    const response = await call();
    expect(response.statusText).toBe('no [removed]');
    expect(response.headers.get('x-echo')).toBe('Bearer [removed] and [removed]=');
    expect(JSON.stringify([...response.headers])).not.toContain(TOKEN);
    expect(leaks).toEqual([{ server: 'demo-notes' }]);
    expect(JSON.stringify(leaks)).not.toContain(TOKEN);
  });

  it('in the name of a header loses that header', async () => {
    const token = 'AbCdEfGhIjKlMnOp123';
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { [`X-${token}`]: '1' }).end();
    });
    const { call, leaks } = setUpFetch(upstream, {
      injection: { headers: { Authorization: `Bearer ${token}` } },
    });
    expect([...(await call()).headers.keys()].join()).not.toContain(token.toLowerCase());
    expect(leaks).toHaveLength(1);
  });

  it('as an event stream is scrubbed however it is cut', async () => {
    const event = `event: message\ndata: {"text":"Bearer ${TOKEN} end"}\n\n`;
    const bytes = Buffer.from(event);
    for (let cut = 1; cut < bytes.length; cut++) {
      const fetch = async () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(bytes.subarray(0, cut));
              controller.enqueue(bytes.subarray(cut));
              controller.close();
            },
          }),
          { headers: SSE },
        );
      const { call } = setUpFetch({ url: 'https://mcp.example.com/', host: 'mcp.example.com' }, { fetch });
      expect(await (await call()).text()).toBe('event: message\ndata: {"text":"Bearer [removed] end"}\n\n');
    }
  });

  it('byte by byte over the network is scrubbed', async () => {
    const upstream = await startUpstream(async (_request, response) => {
      response.writeHead(200, SSE);
      for (const byte of Buffer.from(`data: ${TOKEN}\n\n`)) {
        response.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
      response.end();
    });
    const { call } = setUpFetch(upstream);
    expect(await (await call()).text()).toBe('data: [removed]\n\n');
  });

  it('does not keep events waiting: each arrives before the next is sent', async () => {
    let sendNext: (text: string) => void = () => undefined;
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, SSE).write('data: 1\n\n');
      sendNext = (text) => response.write(text);
    });
    const { call } = setUpFetch(upstream);
    // The first event is looked at before there is a response.
    const reader = ((await call()).body ?? expect.unreachable()).getReader();
    for (const event of ['data: 1\n\n', `data: ${TOKEN}\n\n`, 'data: 3\n\n']) {
      if (event !== 'data: 1\n\n') sendNext(event);
      const { value } = await reader.read();
      expect(Buffer.from(value ?? []).toString()).toBe(event.replace(TOKEN, '[removed]'));
    }
    await reader.cancel();
  });

  it('leaves companions of the token alone, which answers repeat rightly', async () => {
    const body = {
      version: '2025-09-03',
      cloud: '11223344-a1b2-3344-5566-77889900aabb',
      at: 'acme.my.salesforce.com',
    };
    const upstream = await startUpstream((_request, response) => answerJson(response, { ...body, TOKEN }));
    const { call, leaks } = setUpFetch(upstream, {
      injection: {
        headers: {
          Authorization: `Bearer ${TOKEN}`,
          'Notion-Version': body.version,
          'X-Atlassian-Cloud-Id': body.cloud,
          'X-Mcp-Secret-SALESFORCE-INSTANCE-URL': `https://${body.at}`,
        },
      },
    });
    expect(await (await call()).json()).toEqual({ ...body, TOKEN: '[removed]' });
    expect(leaks).toHaveLength(1);
  });
});
