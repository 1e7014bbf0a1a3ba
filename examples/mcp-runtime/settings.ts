/** All addresses. They are those that `npm start` prints. For a deployed environment, change this file. */
import type { LambdaClientConfig } from '@aws-sdk/client-lambda';

export interface UpstreamServer {
  /** Id of the server's registration in Connections. */
  id: string;
  url: string;
}

export interface Settings {
  /** The port of this runtime on 127.0.0.1. 0 takes a free port. */
  port: number;
  /** Issuer and audience of the callers' access tokens, the same as in the settings of Connections. */
  signIn: { issuer: string; jwksUri: string; audience: string; workspaceClaim: string };
  injector: { functionName: string; lambda: LambdaClientConfig };
  /** The MCP servers behind this runtime. Their tools keep their names. */
  servers: UpstreamServer[];
}

/** The settings for `npm start -- --port <port>`, which uses five ports. The runtime uses the next one. */
export function localSettings(port = 3000): Settings {
  const at = (offset: number) => `http://127.0.0.1:${port + offset}`;
  return {
    port: port + 5,
    signIn: {
      issuer: at(1),
      jwksUri: `${at(1)}/jwks`,
      audience: 'urn:connections:local',
      workspaceClaim: 'workspaces',
    },
    injector: { functionName: 'token-injector', lambda: localLambda(at(4)) },
    servers: [
      { id: 'demo-notes', url: `${at(3)}/notes/mcp` },
      { id: 'demo-tasks', url: `${at(3)}/tasks/mcp` },
    ],
  };
}

/**
 * The Lambda client's settings for the local environment. In AWS they are `{}`: region and credentials come from the
 * environment.
 */
export function localLambda(endpoint: string): LambdaClientConfig {
  return { endpoint, region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
