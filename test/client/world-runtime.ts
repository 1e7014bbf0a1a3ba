/** An MCP runtime in front of a local environment: real injector, reached as a runtime reaches it. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createInjector, type Injector, type InvokingClient } from '../../client/src/index.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { putMcpServer } from '../../src/broker/servers/put-mcp-server.ts';
import type { InjectionRequest } from '../../src/contract/injection-messages.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, type PersonId, startWorld, type World } from '../journeys/world.ts';

export interface WorldRuntime {
  injector: Injector;
  /** What the injector was asked, oldest first. */
  asked: InjectionRequest[];
  close(): void;
}

export function worldRuntime(
  world: World,
  person: PersonId = 'ada',
  newOperationId?: () => string,
): WorldRuntime {
  const lambda = new LambdaClient({
    endpoint: world.environment.urls.lambda,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const asked: InjectionRequest[] = [];
  const client: InvokingClient = {
    send(command, options) {
      if (command instanceof InvokeCommand)
        asked.push(JSON.parse(Buffer.from(command.input.Payload as Uint8Array).toString()));
      return lambda.send(command, options);
    },
  };
  const callerToken = world.tokens[person];
  const injector = createInjector({
    functionName: 'token-injector',
    client,
    callerToken,
    system: { now: world.now },
    newOperationId,
  });
  return { injector, asked, close: () => lambda.destroy() };
}

export interface ConnectedRuntimes {
  world: World;
  ada: WorldRuntime;
  mallory: WorldRuntime;
  close(): Promise<void>;
}

/** Ada's workspace acme and mallory's globex, each with a connection of its own, and a runtime for each. */
export async function startConnectedRuntimes(): Promise<ConnectedRuntimes> {
  const world = await startWorld();
  await world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);
  await world.connect(world.mallory, 'globex', { provider: 'demo' }, BOB_AT_DEMO);
  const ada = worldRuntime(world, 'ada');
  const mallory = worldRuntime(world, 'mallory');
  const close = async () => {
    ada.close();
    mallory.close();
    await world.close();
  };
  return { world, ada, mallory, close };
}

/** Registers a server on this machine, as a stage with a loud setting lets an admin do. */
export function registerServer(world: World, workspaceId: string, serverId: string, server: object) {
  const { ports } = world.environment;
  const settings = { workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' as const };
  const caller: Caller = { issuer: 'i', subject: 'admin', roles: new Map([[workspaceId, 'admin']]) };
  const common = {
    name: serverId,
    provider: 'demo',
    removeHeaders: [],
    discovery: false,
    scopes: ['notes:read'],
  };
  const input = { caller, workspaceId, serverId, server: { ...common, ...server } as never };
  return putMcpServer({ ...ports, settings: { ...ports.settings, ...settings } }, input);
}
