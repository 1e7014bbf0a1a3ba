/** Covers src/oauth/remote/discover-server.ts, src/broker/remote/ensure-client.ts, src/providers/remote/remote-provider.ts. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInjector, injectingFetch } from '../../client/src/index.ts';
import { RemoteFlow } from '../conformance/remote-flow.ts';
import { startWorld, type World } from '../journeys/world.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';

const PROVIDER = 'remote~workers';
const HOUR = 3_600_000;
let world: World;
let worker: RunningWorker;
let flow: RemoteFlow;
beforeAll(async () => {
  worker = await startWorker();
  world = await startWorld({ workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' });
  flow = new RemoteFlow(world.ada, 'acme', 'workers');
});
afterAll(async () => {
  await world?.close();
  await worker?.close();
});

/** What the tool answers to a call with the connection of the workspace. */
async function whoami(): Promise<unknown> {
  const lambda = new LambdaClient({
    endpoint: world.environment.urls.lambda,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const injector = createInjector({
    functionName: 'token-injector',
    client: lambda,
    callerToken: world.tokens.ada,
    newOperationId: world.operationId,
  });
  const to = { workspaceId: 'acme', server: 'workers', discovery: true };
  const fetch = injectingFetch({ injector, ...to, plainHttpHosts: [new URL(worker.url).host] });
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(worker.url), { fetch }));
  try {
    return (await client.callTool({ name: 'whoami', arguments: {} })).content;
  } finally {
    await client.close();
    lambda.destroy();
  }
}

async function stored() {
  const found = await world.environment.ports.connections.read({
    workspaceId: 'acme',
    connectionId: PROVIDER,
  });
  return found ?? expect.unreachable();
}

describe('an MCP server on Cloudflare’s OAuth provider', () => {
  it('is registered by its URL alone, connected and called', async () => {
    await flow.register(worker.url, { clientId: undefined, clientSecret: undefined });
    await flow.connect();
    expect(await whoami()).toEqual([{ type: 'text', text: 'ada' }]);
    const { requestedScopes, sealedRefresh, accountLabel } = await stored();
    expect(requestedScopes).toEqual(['mcp:read', 'offline_access']);
    expect(sealedRefresh).toBeDefined();
    // It has no way to say whose account it is.
    expect(accountLabel).toMatch(/^ada, \d{4}-\d\d-\d\d$/);
  });

  it('takes each refreshed token, since every refresh names the resource', async () => {
    for (const hours of [1, 2, 3]) {
      const { generation } = await stored();
      world.advance(hours * HOUR);
      await world.environment.tick();
      expect((await stored()).generation).toBe(generation + 1);
      world.resetClock();
      expect(await whoami()).toEqual([{ type: 'text', text: 'ada' }]);
    }
  });

  it('confirms the revocation at a disconnect, and does not take the token any more', async () => {
    const { body } = await world.ada.disconnect('acme', PROVIDER);
    expect(body).toMatchObject({ revocation: { outcome: 'revoked' } });
    await expect(whoami()).rejects.toThrow('not_connected');
  });
});
