/**
 * The example of a client, taken along its README's way: not connected, the page, connected, the result.
 * Covers examples/mcp-client/call-tool.ts, client/src/call-one-tool.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callTool, type Kind } from '../../examples/mcp-client/call-tool.ts';
import { SECRET_HEADER, startFetchHandlerServer } from '../client/fetch-handler-server.ts';
import { textOf } from '../client/mcp-clients.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint/endpoint-world.ts';
import { putServer } from '../endpoint/upstream-server.ts';
import { ADA_AT_DEMO } from '../journeys/world.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
});
beforeEach(() => endpoint.disconnect());
afterAll(() => endpoint?.close());

const connectUrl = () =>
  `${endpoint.world.environment.urls.dashboard}/?connect=demo&workspace=acme&server=demo-notes&account=demo&refusal=`;

function call(
  kind: Kind,
  showPage: (url: string) => Promise<boolean> = () => expect.unreachable(),
  tool = 'demo-notes__list_notes',
) {
  const url = `${endpoint.address}/acme`;
  const token = endpoint.tokens.ada;
  return callTool({ url, token, tool, kind, showPage: (page) => showPage(page.url) });
}

describe.each(['modern', 'legacy'] as const)('T030: a person with a %s client', (kind) => {
  it('is shown our page, connects there, and gets the result', async () => {
    const shown: string[] = [];
    const result = await call(kind, async (url) => {
      shown.push(url);
      await endpoint.connect();
      return true;
    });
    expect(shown).toEqual([expect.stringContaining(connectUrl())]);
    expect(result.isError).toBeFalsy();
    expect(textOf(result)).toContain(ADA_AT_DEMO);
  });

  it('who did not connect is shown it again', async () => {
    let rounds = 0;
    const result = await call(kind, async () => {
      rounds += 1;
      if (rounds === 2) await endpoint.connect();
      return true;
    });
    expect(rounds).toBe(2);
    expect(textOf(result)).toContain(ADA_AT_DEMO);
  });
});

it('a person who declines is not asked again, in 2026-07-28', async () => {
  let rounds = 0;
  const result = await call('modern', async () => {
    rounds += 1;
    return false;
  });
  expect(rounds).toBe(1);
  expect(result).toMatchObject({ isError: true });
  expect(textOf(result)).toContain('chose not to connect');
});

it('a client that cannot show pages reads where to connect', async () => {
  const result = await call('plain');
  expect(result).toMatchObject({ isError: true });
  expect(textOf(result)).toContain(connectUrl());
  await endpoint.connect();
  expect(textOf(await call('plain'))).toContain(ADA_AT_DEMO);
});

it('T148: what the client brings as its own credentials does not travel on', async () => {
  await endpoint.connect();
  const upstream = await startFetchHandlerServer(`${endpoint.world.environment.urls.demoProvider}/api/notes`);
  const { id } = await putServer(endpoint, upstream, { header: SECRET_HEADER });
  const result = await call('modern', undefined, `${id}__get_me`);
  expect(textOf(result)).toMatch(/ada@demo.test.* by the way: \[removed\]$/s);
  expect(upstream.received.length).toBeGreaterThan(2);
  expect(JSON.stringify(upstream.received)).not.toContain(endpoint.tokens.ada);
  expect(upstream.received.filter(({ headers }) => headers[SECRET_HEADER.toLowerCase()])).toHaveLength(1);
});
