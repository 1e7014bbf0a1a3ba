/** A call through the endpoint against the two things that nobody can leave out: the call itself, and the injection of its token. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createInjector, type Injector } from '../../client/src/index.ts';
import { startChild } from '../child.ts';
import { interleave } from '../interleave.ts';
import { CALLS, p50OfCalls } from '../p50-of-calls.ts';
import { WORKSPACE } from '../scene.ts';
import { median } from '../statistics.ts';
import type { Served } from './served.ts';

export interface OneAddressReport {
  /** Medians of the p50 of all blocks, in milliseconds. */
  endpoint: number;
  direct: number;
  injection: number;
  /** The median of the ratios of neighbouring blocks: endpoint / (direct + injection). */
  ratio: number;
  calls: number;
}

/** Of a call + an injection. */
export const MOST = 1.5;
/** Rounds until the code of both sides is compiled. */
const WARM_UP = 10;
const SERVER = 'demo-notes';
const TOOL = 'list_notes';
const AWS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** The clients have this process, and all that they call has another one. */
export async function measureOneAddress(rounds: number): Promise<OneAddressReport> {
  const folder = await mkdtemp(join(tmpdir(), 'connections-bench-'));
  const child = await startChild('one-address/served.ts', { env: AWS });
  try {
    return await measure(await child.ask<Served>('start', folder), rounds);
  } finally {
    await child.end();
    await rm(folder, { recursive: true });
  }
}

async function measure(
  { address, server, lambda, token }: Served,
  rounds: number,
): Promise<OneAddressReport> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new LambdaClient({ endpoint: lambda, region: 'local', credentials, maxAttempts: 1 });
  const injector = createInjector({ functionName: 'token-injector', client, callerToken: token });
  const injected = await inject(injector, server);
  const throughEndpoint = await clientAt(address, { authorization: `Bearer ${token}` });
  const straight = await clientAt(server, injected.headers);
  const works = {
    endpoint: () => called(throughEndpoint, `${SERVER}__${TOOL}`),
    direct: () => called(straight, TOOL),
    injection: () => inject(injector, server),
  };
  const blocks = Object.fromEntries(
    Object.entries(works).map(([name, work]) => [name, () => p50OfCalls(work)]),
  ) as Record<keyof typeof works, () => Promise<number>>;
  await interleave(WARM_UP, blocks);
  const taken = await interleave(rounds, blocks);
  for (const each of [throughEndpoint, straight]) await each.close();
  client.destroy();
  const ratios = taken.endpoint.map(
    (value, at) => value / ((taken.direct[at] ?? 0) + (taken.injection[at] ?? 0)),
  );
  return {
    ...{ endpoint: median(taken.endpoint), direct: median(taken.direct), injection: median(taken.injection) },
    ...{ ratio: median(ratios), calls: rounds * CALLS },
  };
}

function inject(injector: Injector, url: string) {
  const operation = { kind: 'call' as const, server: SERVER, tool: TOOL, host: new URL(url).host };
  return injector.inject({ workspaceId: WORKSPACE, operation });
}

async function clientAt(url: string, headers: Record<string, string>): Promise<Client> {
  const client = new Client({ name: 'bench', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  await client.listTools();
  return client;
}

async function called(client: Client, name: string): Promise<void> {
  const { isError } = await client.callTool({ name, arguments: {} });
  if (isError) throw new Error(`the call of ${name} failed`);
}
