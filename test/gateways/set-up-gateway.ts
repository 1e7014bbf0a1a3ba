/** The local environment, a registered server, the door as its command runs, and a gateway between. */
import { createHash } from 'node:crypto';
import type { World } from '../journeys/world.ts';
import type { GatewayHere } from './programs.ts';
import type { RecordedServer } from './recorded-server.ts';
import {
  connectionsDoor,
  freePort,
  type Program,
  type Running,
  SECRET,
  startDoorCommand,
  startGateway,
} from './start-gateway.ts';

export interface Stage {
  gateway: Running;
  door: Program;
  server: string;
  close(): Promise<void>;
}

let count = 0;

/** Registers a server through the HTTP API; `header` is where it wants its token. Returns its id. */
export async function register(
  world: World,
  { url }: { url: string },
  header: string,
  more: object = {},
): Promise<string> {
  count += 1;
  const id = `tide-${count}`;
  const value = header === 'Authorization' ? 'Bearer {accessToken}' : '{accessToken}';
  const placements = [{ in: 'header', name: header, value }];
  const body = {
    name: 'Tide',
    url,
    provider: 'demo',
    placements,
    binding: 'request',
    discovery: true,
    scopes: ['notes:read'],
    ...more,
  };
  const put = await world.ada.request('PUT', `/v1/workspaces/acme/mcp-servers/${id}`, body);
  if (put.status !== 200) throw new Error(`PUT answered ${put.status} ${JSON.stringify(put.body)}`);
  return id;
}

export async function stage(
  world: World,
  gateway: GatewayHere,
  { server, comparesHeaders = false }: { server: string; comparesHeaders?: boolean },
): Promise<Stage> {
  const { api, lambda } = world.environment.urls;
  const source = { args: ['--api', api, '--workspace', 'acme'], token: world.tokens.ada };
  const listen = `127.0.0.1:${await freePort()}`;
  const more = ['--compares-headers', String(comparesHeaders), '--listen', listen];
  const part = JSON.parse(
    await connectionsDoor(
      ['configure', '--gateway', gateway, '--server', server, '--part', 'door', ...more, ...source.args],
      {
        CONNECTIONS_TOKEN: source.token,
      },
    ),
  );
  const { secretFile: _, ...itself } = part.gateways[0];
  part.servers[server].workspace = 'acme';
  const config = {
    listen: { host: '127.0.0.1', port: 0 },
    injector: 'token-injector',
    gateways: [{ ...itself, secretSha256: createHash('sha256').update(SECRET).digest('hex') }],
    servers: part.servers,
  };
  const environment = {
    AWS_ENDPOINT_URL_LAMBDA: lambda,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const door = await startDoorCommand(config, environment);
  const running = await startGateway(gateway, { server, source, door: door.address, more });
  return {
    gateway: running,
    door,
    server,
    async close() {
      await running.close();
      await door.end();
    },
  };
}

/** The receiver of a recorded server. */
export type Upstream = RecordedServer;
