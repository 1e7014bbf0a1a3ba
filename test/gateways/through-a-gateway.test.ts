/**
 * Unmodified MCP clients and servers with a real gateway between them: the server gets the provider's token and never the caller's.
 * Covers client/src/door/configure/caddy.ts, client/src/door/configure/nginx.ts, client/src/door/configure/haproxy.ts,
 * client/src/door/configure/envoy.ts, client/src/door/configure/plan.ts, client/src/door/configure/door-part.ts,
 * client/src/door/configure/registration.ts, client/src/door/configure/read-registration.ts, client/src/door/commands/configure.ts,
 * client/src/door/commands/registration-options.ts, client/src/door/commands/serve.ts, client/src/door/main.ts.
 */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CLIENTS, textOf } from '../client/mcp-clients.ts';
import { worldRuntime } from '../client/world-runtime.ts';
import { ADA_AT_DEMO, startWorld, type World } from '../journeys/world.ts';
import { absenceOf, GATEWAYS_HERE } from './programs.ts';
import { type RecordedServer, SERVERS, startRecordedServer } from './recorded-server.ts';
import { register, type Stage, stage } from './set-up-gateway.ts';

let world: World;
const connect = () => world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);
/** What the injector itself gives for such a call. */
async function ofTheProvider(server: string, url: string, header: string): Promise<string> {
  const { injector, close } = worldRuntime(world);
  onTestFinished(close);
  const operation = { kind: 'call' as const, server, tool: 'allowed', host: new URL(url).host };
  const { headers } = await injector.inject({ workspaceId: 'acme', operation });
  return headers[header] ?? expect.unreachable();
}
/** A fetch of an MCP client, with the caller's JWT as a client sends it. */
const bearing = (): typeof fetch => (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${world.tokens.ada}`);
  return fetch(input, { ...init, headers });
};

describe.each(GATEWAYS_HERE)('%s', (gateway) => {
  // One for each: a workspace may make so many changes in ten minutes.
  beforeAll(async () => {
    world = await startWorld({ workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' });
  });
  afterAll(() => world?.close());

  describe.skipIf(absenceOf(gateway) !== undefined).each(Object.entries(SERVERS))(
    'in front of %s',
    (_server, handle) => {
      describe.each(['Authorization', 'X-Api-Token'])('that takes its token in %s', (header) => {
        let upstream: RecordedServer;
        let there: Stage;
        beforeAll(async () => {
          upstream = await startRecordedServer(handle());
          there = await stage(world, gateway, { server: await register(world, upstream, header) });
        });
        afterAll(async () => {
          await there?.close();
          upstream?.close();
        });

        it.each(CLIENTS)(
          'T206 T207: serves %s, with the token once and never the JWT',
          async (_client, start) => {
            await connect();
            upstream.received.length = 0;
            const client = await start(there.gateway.url, bearing());
            onTestFinished(() => client.close());
            expect((await client.listTools()).tools.map(({ name }) => name)).toContain('allowed');
            expect(textOf(await client.callTool({ name: 'allowed' }))).toBe('called');
            expect(upstream.received.length).toBeGreaterThan(1);
            expect(upstream.values(header)).toHaveLength(upstream.received.length);
            expect(new Set(upstream.values(header))).toEqual(
              new Set([await ofTheProvider(there.server, upstream.url, header)]),
            );
            expect(JSON.stringify(upstream.received)).not.toContain(world.tokens.ada);
            expect(JSON.stringify(upstream.received)).not.toMatch(/x-connections-|secret-of-this-gateway/i);
            const seen = there.gateway.output() + there.door.output();
            for (const value of upstream.values(header))
              expect(seen).not.toContain(value.replace('Bearer ', ''));
            expect(seen).not.toContain(world.tokens.ada);
          },
        );

        it.each(CLIENTS)(
          'shows %s the page to connect at, and notices a disconnect at the next call',
          async (_client, start) => {
            await connect();
            const client = await start(there.gateway.url, bearing());
            onTestFinished(() => client.close());
            await client.callTool({ name: 'allowed' });
            await world.ada.disconnect('acme', 'demo');
            upstream.received.length = 0;
            const failed = await client
              .callTool({ name: 'allowed' })
              .then(JSON.stringify, (error: Error) => error.message);
            expect(failed).toContain('not_connected');
            expect(failed).toContain(`${world.environment.urls.dashboard}/?connect=demo`);
            expect(upstream.received).toEqual([]);
            await connect();
            expect(textOf(await client.callTool({ name: 'allowed' }))).toBe('called');
          },
        );
      });
    },
  );
});
