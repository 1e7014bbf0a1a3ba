/**
 * The client under test for one scenario of the conformance suite, which starts it with the URL of an MCP server as its last
 * argument, and with the addresses of a local environment in variables. It is what a person and a runtime do: an admin registers the
 * URL over the API, the consent is walked, and tools are called through `injectingFetch`. It ends with 0 if the calls worked.
 */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  createInjector,
  injectingFetch,
  NotInjected,
  type Refusal,
  refusalIn,
} from '../../client/src/index.ts';
import { ApiClient } from '../../local/demo/api-client.ts';
import { RemoteFlow } from './remote-flow.ts';

const WORKSPACE = 'acme';
/** A person who is sent to the page again and again stops. */
const MOST_CONSENTS = 3;

const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? '';
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}') as Record<string, string>;
const version = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION ?? '2026-07-28';
const url = process.argv.at(-1) ?? '';
/** One server of the workspace for each scenario. */
const SERVER = scenario.replace('auth/', 'a-').slice(0, 32);
const { DRIVER_API = '', DRIVER_LAMBDA = '', DRIVER_TOKEN = '' } = process.env;

await play();

async function play(): Promise<void> {
  const flow = new RemoteFlow(new ApiClient(DRIVER_API, DRIVER_TOKEN), WORKSPACE, SERVER);
  await flow.register(url, { clientId: context.client_id, clientSecret: context.client_secret });
  await flow.connect();
  const client = new LambdaClient({
    endpoint: DRIVER_LAMBDA,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const injector = createInjector({ functionName: 'token-injector', client, callerToken: DRIVER_TOKEN });
  const send = injectingFetch({
    injector,
    workspaceId: WORKSPACE,
    server: SERVER,
    discovery: true,
    plainHttpHosts: [new URL(url).host],
  });
  await callAll(send, flow);
}

/** Lists and calls every tool. A refusal is answered as a person would: with the consent that it asks for, and the same call again. */
async function callAll(send: typeof fetch, flow: RemoteFlow): Promise<void> {
  for (let round = 0; ; round += 1) {
    try {
      return await once(send);
    } catch (error) {
      const refusal = refusalIn(error) ?? (error instanceof NotInjected ? error.refusal : undefined);
      if (process.env.VERBOSE) process.stderr.write(`${JSON.stringify(refusal)} ${error}\n`);
      if (!refusal || round === MOST_CONSENTS || !(await answered(refusal, flow))) throw error;
    }
  }
}

async function answered({ reason, missingScopes, connectUrl }: Refusal, flow: RemoteFlow): Promise<boolean> {
  if (reason === 'insufficient_scope' && connectUrl) return flow.connect(missingScopes);
  if (reason === 'reauthorization_required' || reason === 'not_connected') return flow.connectAnew(url);
  return false;
}

async function once(send: typeof fetch): Promise<void> {
  const mode = version === '2026-07-28' ? ('auto' as const) : ('legacy' as const);
  const client = new Client({ name: 'connections', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { fetch: send }));
  try {
    const { tools } = await client.listTools();
    for (const { name } of tools) await client.callTool({ name, arguments: {} });
  } finally {
    await client.close();
  }
}
