/**
 * The other side of the calls: a local environment with a connected account, and in front of it an endpoint that invokes the injector
 * over Lambda's API, as a deployed one and a runtime do. All of it shares this process, and with it one core.
 */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { createInjector } from '../../client/src/index.ts';
import { type LocalEnvironment, startEnvironment } from '../../local/environment.ts';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { mintToken } from '../../local/mint-token.ts';
import { verifyForAudience } from '../../local/verify-people.ts';
import { createServerFetch } from '../../src/egress/server-fetch.ts';
import { createEndpoint } from '../../src/endpoint/endpoint.ts';
import { ENDPOINT_LIMITS } from '../../src/endpoint/limits.ts';
import { nodeListener } from '../../src/endpoint/node-face.ts';
import { answerParent } from '../answer-parent.ts';
import { connectDemo } from '../connect-demo.ts';
import { WORKSPACE } from '../scene.ts';

export interface Served {
  /** Address of the workspace at the endpoint. */
  address: string;
  /** The MCP server itself. */
  server: string;
  /** Where the injector is invoked. */
  lambda: string;
  /** Of the person who calls. */
  token: string;
}

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function start(stateDir: string): Promise<Served> {
  const environment = await startEnvironment({ stateDir, tickSeconds: 0, log });
  await connectDemo(environment);
  const { urls } = environment;
  const person = { stateDir, person: 'ada' as const, minutes: 55, now: Date.now() };
  const token = await mintToken({ ...person, audience: urls.endpoint });
  return {
    address: `${await startEndpoint(environment)}/${WORKSPACE}`,
    ...{ server: urls.notesMcp, lambda: urls.lambda, token },
  };
}

/** The audience is the address of the environment's own endpoint, whose tokens its injector takes. */
async function startEndpoint({ urls, ports }: LocalEnvironment): Promise<string> {
  const client = new LambdaClient({ endpoint: urls.lambda, region: 'local', maxAttempts: 1 });
  const { origin } = await listenOnLoopback(0, (origin) => {
    const endpoint = createEndpoint({
      settings: {
        ...{ address: `${origin}/mcp`, issuer: urls.identityProvider, audience: urls.endpoint },
        ...{ scopes: [], personalWorkspaces: 'everyone' },
      },
      verifyCaller: verifyForAudience(urls.identityProvider, ports),
      injector: createInjector({ functionName: 'token-injector', client }),
      serverFetch: createServerFetch({
        ...{ deadline: ENDPOINT_LIMITS.callTime, maxBody: ENDPOINT_LIMITS.answerBytes },
        allowLoopbackOverHttp_localOnly: true,
      }),
      ...{ keys: ports.cursorKeys, clock: ports.clock, random: ports.random, log },
    });
    return nodeListener(endpoint, ['127.0.0.1']);
  });
  return `${origin}/mcp`;
}

answerParent({ start });
