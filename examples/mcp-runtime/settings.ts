/** Where everything is. `npm start` prints the same addresses; for a deployed environment, this is the file to change. */
import type { LambdaClientConfig } from '@aws-sdk/client-lambda';

export interface UpstreamServer {
  /** Its registration at Connections. */
  id: string;
  url: string;
}

export interface Settings {
  /** Where this runtime listens, on 127.0.0.1. 0 takes a free port. */
  port: number;
  /** Whose access tokens MCP clients bring: the issuer and audience that Connections itself was told. */
  signIn: { issuer: string; jwksUri: string; audience: string; workspaceClaim: string };
  injector: { functionName: string; lambda: LambdaClientConfig };
  /** The MCP servers behind this runtime. Their tools are offered under their own names. */
  servers: UpstreamServer[];
}

/** Of `npm start -- --port <port>`, which takes four ports more; the runtime takes the one after them. */
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

/** In AWS region and credentials are the environment's, and all of this is `{}`. */
export function localLambda(endpoint: string): LambdaClientConfig {
  return { endpoint, region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
