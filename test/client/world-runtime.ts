/** An MCP runtime in front of a local environment: real injector, reached as a runtime reaches it. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createInjector, type Injector, type InvokingClient } from '../../client/src/index.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { putMcpServer } from '../../src/broker/put-mcp-server.ts';
import type { InjectionRequest } from '../../src/contract/injection-messages.ts';
import type { PersonId, World } from '../journeys/world.ts';

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
  return putMcpServer({ ...ports, settings }, input);
}
