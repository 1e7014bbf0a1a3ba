/**
 * A server that hangs, floods or fails is missing from a list, and the others are there.
 * Covers src/endpoint/upstream/upstream-lists.ts, src/endpoint/upstream/read-list.ts,
 * src/endpoint/tools/list-tools.ts, src/endpoint/limits.ts.
 */
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ENDPOINT_LIMITS } from '../../../src/endpoint/limits.ts';
import { answerJson, SSE, startUpstream } from '../../client/upstream.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { putServer } from '../upstream-server.ts';
import { asked, DEMO, listed, listing, result, tool } from './listed-tools.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

describe('T232: a server hurts nobody else', () => {
  /** The time for a list is over at once for this server, and the machine’s timer is as it is for everything else. */
  const noWaiting = {
    after: (milliseconds: number, elapsed: () => void) => {
      const soon = milliseconds === ENDPOINT_LIMITS.listTime ? 500 : milliseconds;
      const timer = setTimeout(elapsed, soon);
      return () => clearTimeout(timer);
    },
  };

  it.each([
    ['that hangs', () => listing(() => undefined)],
    [
      'that sends a stream without an end',
      () =>
        listing((_id, response) => {
          response.writeHead(200, SSE);
          const timer = setInterval(() => response.write(': still there\n\n'), 20);
          response.once('close', () => clearInterval(timer));
        }),
    ],
    [
      'with a schema of 50 MB',
      () =>
        listing((id, response) =>
          answerJson(response, result(id, [tool('big', { description: 'x'.repeat(50e6) })])),
        ),
    ],
    [
      'that answers an error',
      () =>
        listing((id, response) =>
          answerJson(response, { jsonrpc: '2.0', id, error: { code: 1, message: 'x' } }),
        ),
    ],
    ['that answers no MCP', () => startUpstream((_request, response) => void response.end('<html>'))],
    [
      'whose tools are none',
      () => listing((id, response) => answerJson(response, result(id, [{ name: 1 }]))),
    ],
  ])('%s: it is missing, and named', async (_what, start) => {
    const upstream = await start();
    const { id } = await putServer(endpoint, upstream);
    const address = `${await endpoint.another(noWaiting)}/acme`;
    expect(await listed(endpoint, address)).toMatchObject({ names: DEMO, unavailable: [id] });
  });

  it('of another workspace that hangs: its list waits, and no other', async () => {
    const hanging = await listing(() => undefined);
    const before = endpoint.servers.globex ?? [];
    const facts = {
      id: 'own-hanging',
      name: 'x',
      url: hanging.url,
      binding: 'request' as const,
      discovery: false,
    };
    endpoint.servers.globex = [...before, facts];
    onTestFinished(() => {
      endpoint.servers.globex = before;
    });
    const elapse: (() => void)[] = [];
    const after = (milliseconds: number, elapsed: () => void) => {
      if (milliseconds === ENDPOINT_LIMITS.listTime) elapse.push(elapsed);
      return () => undefined;
    };
    const address = await endpoint.another({ after });
    const waiting = listed(endpoint, `${address}/globex`);
    await vi.waitFor(() => expect(asked(hanging)).toBe(1));
    expect((await listed(endpoint, `${address}/acme`)).names).toEqual(DEMO);
    for (const elapsed of elapse) elapsed();
    expect(await waiting).toMatchObject({ names: DEMO, unavailable: ['own-hanging'] });
  });

  it('with 10,000 tools: its first ones are there, and no more are read', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => tool(`t${n}`));
    const { id } = await putServer(
      endpoint,
      await listing((rpc, response) => answerJson(response, result(rpc, many))),
    );
    const { names } = await listed(endpoint);
    expect(names.slice(0, 3)).toEqual([...DEMO, `${id}__t0`]);
    expect(names).toHaveLength(2 + ENDPOINT_LIMITS.listTools);
  });

  it('whose pages have no end: so many are read', async () => {
    let pages = 0;
    const upstream = await listing((id, response) => {
      pages += 1;
      answerJson(response, {
        jsonrpc: '2.0',
        id,
        result: { tools: [tool(`p${pages}`)], nextCursor: `${pages}` },
      });
    });
    await putServer(endpoint, upstream);
    expect((await listed(endpoint)).names).toHaveLength(2 + ENDPOINT_LIMITS.listPages);
    expect(pages).toBe(ENDPOINT_LIMITS.listPages);
  });

  it('that is down is not asked again for thirty seconds, and then is', async () => {
    let isDown = true;
    const upstream = await listing((id, response) =>
      isDown ? void response.writeHead(500).end() : answerJson(response, result(id, [tool('back')])),
    );
    const { id } = await putServer(endpoint, upstream);
    expect((await listed(endpoint)).names).toEqual(DEMO);
    const before = upstream.received.length;
    isDown = false;
    endpoint.world.advance(ENDPOINT_LIMITS.listPause - 1_000);
    expect((await listed(endpoint)).names).toEqual(DEMO);
    expect(upstream.received).toHaveLength(before);
    endpoint.world.advance(1_000);
    expect((await listed(endpoint)).names).toEqual([...DEMO, `${id}__back`]);
    endpoint.world.resetClock();
  });
});
