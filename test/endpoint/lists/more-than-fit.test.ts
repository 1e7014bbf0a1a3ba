/**
 * Which lists an answer has when not all fit.
 * Covers src/endpoint/tools/within-answer.ts, src/endpoint/tools/list-tools.ts, src/endpoint/limits.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINT_LIMITS } from '../../../src/endpoint/limits.ts';
import { answerJson } from '../../client/upstream.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { putServer } from '../upstream-server.ts';
import { DEMO, listed, listing, result, tool } from './listed-tools.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

describe('T232: an answer with more lists than fit', () => {
  const MIB = 1024 * 1024;
  const sized = (name: string, bytes: number) =>
    listing((id, response) =>
      answerJson(response, result(id, [tool(name, { description: 'x'.repeat(bytes) })])),
    );
  /** In this order the servers are registered, and their ids rise. */
  async function put(sizes: number[], changes: Parameters<typeof putServer>[2] = {}): Promise<string[]> {
    const ids: string[] = [];
    for (const bytes of sizes) ids.push((await putServer(endpoint, await sized('big', bytes), changes)).id);
    return ids.sort();
  }

  it('has 4 MiB of them by id, what is small still fits, and the others are named', async () => {
    const ids = await put(Array.from({ length: 6 }, () => 0.9 * MIB));
    const { id: small } = await putServer(endpoint, await sized('small', 100));
    // The injector's order is not what decides.
    endpoint.servers.acme = endpoint.servers.acme?.toReversed() ?? [];
    const { names, unavailable, tools } = await listed(endpoint);
    const expected = [...DEMO, ...[...ids.slice(0, 4).map((id) => `${id}__big`), `${small}__small`].sort()];
    expect([...names].sort()).toEqual(expected);
    expect(unavailable).toEqual(ids.slice(4));
    expect(Buffer.byteLength(JSON.stringify(tools))).toBeLessThan(ENDPOINT_LIMITS.listsAnswer);
    endpoint.servers.acme = endpoint.servers.acme?.toReversed() ?? [];
    expect((await listed(endpoint, `${endpoint.address}/acme/${ids[5]}`)).names).toEqual(['big']);
  });

  it('has those of connected servers before all others', async () => {
    const first = await put(Array.from({ length: 5 }, () => 0.9 * MIB));
    const connected = first.at(-1) ?? expect.unreachable();
    const { client } = endpoint.injector;
    const refused = { ready: false as const, reason: 'not_connected' as const, message: 'Connect.' };
    const servers = async (...question: Parameters<typeof client.servers>) =>
      (await client.servers(...question)).map((each) => {
        if (each.id === connected) return each;
        const { id, name, url, binding, discovery } = each;
        return { id, name, binding, discovery, ...(url !== undefined && { url }), ...refused };
      });
    const address = `${await endpoint.another({ injector: { ...client, servers } })}/acme`;
    const { names, unavailable } = await listed(endpoint, address);
    expect(names[0]).toBe(`${connected}__big`);
    expect(unavailable).toEqual([first[3]]);
  });
});
