/** Two workspaces, each connected to an account of its own, and one runtime that serves both. */
import type { InjectionTarget } from '../../client/src/index.ts';
import { worldRuntime } from '../client/world-runtime.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, startWorld, type World } from '../journeys/world.ts';

export interface Workspace {
  id: string;
  /** The provider's account that it is connected to. */
  account: string;
  /** One injector for both: only what each call says tells them apart. */
  target(server: string): InjectionTarget;
}

export interface TwoWorkspaces {
  world: World;
  acme: Workspace;
  globex: Workspace;
  /** An admin of each registers the server, with the workspace's own `PUT`. */
  register(serverId: string, server: object): Promise<void>;
  close(): Promise<void>;
}

export async function startTwoWorkspaces(): Promise<TwoWorkspaces> {
  const world = await startWorld({
    workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime',
  });
  await world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);
  await world.connect(world.mallory, 'globex', { provider: 'demo' }, BOB_AT_DEMO);
  const { injector, close } = worldRuntime(world);
  const workspace = (id: string, account: string, callerToken: string): Workspace => ({
    id,
    account,
    target: (server) => ({ injector, workspaceId: id, server, callerToken }),
  });
  return {
    world,
    acme: workspace('acme', ADA_AT_DEMO, world.tokens.ada),
    globex: workspace('globex', BOB_AT_DEMO, world.tokens.mallory),
    register: (serverId, server) => register(world, serverId, server),
    async close() {
      close();
      await world.close();
    },
  };
}

async function register(world: World, serverId: string, server: object): Promise<void> {
  const common = { name: serverId, provider: 'demo', removeHeaders: [], discovery: false, scopes: [] };
  for (const [workspaceId, admin] of [
    ['acme', world.ada],
    ['globex', world.mallory],
  ] as const) {
    const path = `/v1/workspaces/${workspaceId}/mcp-servers/${serverId}`;
    const { status, body } = await admin.request('PUT', path, { ...common, ...server });
    if (status !== 200) throw new Error(`${path} answered ${status} ${JSON.stringify(body)}`);
  }
}
