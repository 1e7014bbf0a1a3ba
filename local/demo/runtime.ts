/** The demo's MCP runtime: an unmodified MCP client that uses the fetch of the client package. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { createInjector, type FetchLike, type Injector, injectingFetch } from '../../client/src/index.ts';

export interface Runtime {
  /** Names of all injected headers, the newest last. */
  injectedHeaders: string[];
  /** A fetch for the transport of an MCP client, for one server of the workspace. */
  fetchFor(server: string, operationId?: string): FetchLike;
  close(): void;
}

export interface RuntimeOptions {
  /** URL of Lambda's Invoke API. */
  lambdaEndpoint: string;
  workspaceId: string;
  /** The JWT with which the MCP client called this runtime. */
  callerToken: string;
}

export function createRuntime({ lambdaEndpoint, workspaceId, callerToken }: RuntimeOptions): Runtime {
  const client = new LambdaClient({
    endpoint: lambdaEndpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const injectedHeaders: string[] = [];
  return {
    injectedHeaders,
    fetchFor(server, operationId) {
      const newOperationId = operationId === undefined ? undefined : () => operationId;
      const injector = createInjector({
        functionName: 'token-injector',
        client,
        callerToken,
        newOperationId,
      });
      return injectingFetch({ injector: recordingNames(injector, injectedHeaders), workspaceId, server });
    },
    close: () => client.destroy(),
  };
}

/** Records the names of injected headers for the demo's output; values are not kept. */
function recordingNames(injector: Injector, names: string[]): Injector {
  return {
    ...injector,
    async inject(request, options) {
      const injection = await injector.inject(request, options);
      names.push(...Object.keys(injection.headers));
      return injection;
    },
  };
}
