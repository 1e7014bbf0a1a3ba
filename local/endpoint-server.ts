/** The endpoint for people's own MCP clients in the local environment: the one of `src/endpoint`, on a port of 127.0.0.1. */
import type { RequestListener } from 'node:http';
import type { InvokeCommand } from '@aws-sdk/client-lambda';
import { createInjector, type InvokingClient } from '../client/src/index.ts';
import type { Ports } from '../src/broker/ports.ts';
import type { ToolChangesRule } from '../src/contract/environment.ts';
import { createServerFetch } from '../src/egress/server-fetch.ts';
import { createEndpoint } from '../src/endpoint/endpoint.ts';
import { ENDPOINT_LIMITS } from '../src/endpoint/limits.ts';
import { nodeListener } from '../src/endpoint/node-face.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { API_SCOPE, LOCAL_PERSONAL_WORKSPACES } from './people.ts';
import type { PeopleVerifier } from './verify-people.ts';

export interface EndpointServer {
  /** The endpoint's address. */
  address: string;
  /** From now on it answers. Returns how it is closed. */
  serve(input: ServedEndpoint): () => Promise<void>;
  close(): Promise<void>;
}

export interface ServedEndpoint {
  issuer: string;
  verifyPeople: PeopleVerifier;
  /** The function `token-injector`. */
  invokeInjector: (event: unknown) => Promise<unknown>;
  ports: Pick<Ports, 'cursorKeys' | 'clock' | 'random' | 'log'>;
  toolChanges: ToolChangesRule;
}

const HOSTS = ['127.0.0.1', 'localhost'];

/** Starts the server before there is an endpoint, because the sign-in has to know its address. Port 0 takes a free one. */
export async function openEndpointServer(port: number): Promise<EndpointServer> {
  let listener: RequestListener = (_, response) => void response.writeHead(503).end();
  const { origin, close } = await listenOnLoopback(port, () => (request, response) => {
    listener(request, response);
  });
  const address = `${origin}/mcp`;
  return {
    address,
    close,
    serve(input) {
      const endpoint = localEndpoint(address, input);
      listener = nodeListener(endpoint, HOSTS);
      return endpoint.close;
    },
  };
}

function localEndpoint(
  address: string,
  { issuer, verifyPeople, invokeInjector, ports, toolChanges }: ServedEndpoint,
) {
  const { cursorKeys: keys, clock, random, log } = ports;
  return createEndpoint({
    // Each address is an audience of its own: the sign-in issues tokens for the one that a client names as `resource`.
    settings: {
      ...{ address, issuer, audience: undefined, scopes: [API_SCOPE] },
      personalWorkspaces: LOCAL_PERSONAL_WORKSPACES,
      toolChanges,
    },
    verifyCaller: verifyPeople,
    injector: createInjector({ functionName: 'token-injector', client: directClient(invokeInjector) }),
    serverFetch: createServerFetch({
      deadline: ENDPOINT_LIMITS.callTime,
      maxBody: ENDPOINT_LIMITS.answerBytes,
      allowLoopbackOverHttp_localOnly: true,
    }),
    ...{ keys, clock, random, log },
  });
}

/** Calls the function directly, where a deployed endpoint invokes it. Its answer is JSON, as Lambda's is. */
function directClient(invoke: ServedEndpoint['invokeInjector']): InvokingClient {
  return {
    async send(command: InvokeCommand) {
      const event: unknown = JSON.parse(Buffer.from(command.input.Payload as Uint8Array).toString());
      return { Payload: Buffer.from(JSON.stringify(await invoke(event))) };
    },
  };
}
