/**
 * What the deployed bundle of token-tick gets done: against a token endpoint over TLS, and the table and KMS over their wire
 * protocols, with the share of a core that the function's memory buys.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTable } from '../../src/aws/table/create-table.ts';
import { startObjectStore } from '../../test/backends/object-store.ts';
import { makeCertificate } from '../../test/egress/certificates.ts';
import { startSecretsStandIn } from '../../test/ops/secrets-stand-in.ts';
import type { Bundles } from '../bundles.ts';
import { type Child, startChild } from '../child.ts';
import { environmentAt, TABLE } from '../scene.ts';
import { holdToShare, shareOf } from '../share-of-cpu.ts';
import type { Endpoints } from '../stand-ins.ts';
import { CLIENT_ID, type DueConnections, dueConnections, HOSTS, PROVIDERS } from './due.ts';
import type { Ticked } from './ticker.ts';
import type { Asked } from './token-endpoint.ts';

/** Of token-tick (lib/functions/token-tick.ts). */
export const MEMORY = 1_024;

export interface DeployedReport {
  share: number;
  /** Milliseconds of CPU for one refresh. */
  firstCpu: number;
  warmCpu: number;
  /** Part of the connections that resumed a TLS session, when warm. */
  resumed: number;
  /** Refreshes a second under the share, by the milliseconds that the token endpoint takes. */
  paces: { latency: number; oneApp: number; fourApps: number }[];
}

/** Refreshes of a fresh process, and then of the same one. */
const FIRST = 200;
const WARM = 1_200;
/** Milliseconds, and for how many seconds of work connections are due. */
const LATENCIES = [50, 200, 1_000];

export async function measureDeployed(
  bundles: Bundles,
  onProgress: (doing: string) => void,
): Promise<DeployedReport> {
  const folder = await mkdtemp(join(tmpdir(), 'connections-bench-'));
  const [standIns, endpoint] = [
    await startChild('stand-ins.ts'),
    await startChild('refresh/token-endpoint.ts'),
  ];
  const [bucket, secrets] = [await startObjectStore(), await startSecretsStandIn([])];
  let ticker: Child | undefined;
  let due: DueConnections | undefined;
  try {
    const scene = await openScene(folder, { standIns, endpoint });
    due = scene.due;
    for (const provider of PROVIDERS)
      secrets.secrets.set(
        `connections/bench/apps/${provider}`,
        JSON.stringify({ clients: { [CLIENT_ID]: 'secret-of-the-bench' } }),
      );
    ticker = await startChild('refresh/ticker.ts', {
      args: [bundles.deployed['token-tick']],
      env: {
        ...scene.env,
        AWS_ENDPOINT_URL_S3: bucket.endpoint,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.origin,
      },
      execArgv: ['--import', new URL('../dial-loopback.ts', import.meta.url).href],
    });
    return await measure({ ticker, due, endpoint }, onProgress);
  } finally {
    due?.end();
    for (const child of [ticker, endpoint, standIns]) await child?.end();
    await bucket.close();
    await secrets.close();
    await rm(folder, { recursive: true });
  }
}

async function openScene(folder: string, { standIns, endpoint }: { standIns: Child; endpoint: Child }) {
  const authority = makeCertificate('Connections bench', { isAuthority: true });
  const certificateFor = (hosts: string[]) => {
    const { pem, keyPem } = makeCertificate('stand-ins', {
      issuer: authority,
      addresses: ['127.0.0.1'],
      hosts,
    });
    return { cert: pem, key: keyPem };
  };
  const endpoints = await standIns.ask<Endpoints>('start', certificateFor([]));
  const port = await endpoint.ask<number>('start', certificateFor(Object.values(HOSTS)));
  const trusted = join(folder, 'authority.pem');
  await writeFile(trusted, authority.pem);
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new DynamoDBClient({ region: 'eu-central-1', credentials, endpoint: endpoints.dynamodb });
  await createTable(client, TABLE);
  client.destroy();
  const env = {
    ...environmentAt({ dynamodb: endpoints.dynamodbTls ?? '', kms: endpoints.kmsTls ?? '' }),
    NODE_EXTRA_CA_CERTS: trusted,
    BENCH_HOSTS: JSON.stringify(Object.fromEntries(Object.values(HOSTS).map((host) => [host, port]))),
  };
  return { env, due: await dueConnections(endpoints) };
}

interface Scene {
  ticker: Child;
  due: DueConnections;
  endpoint: Child;
}

async function measure(scene: Scene, onProgress: (doing: string) => void): Promise<DeployedReport> {
  const { endpoint } = scene;
  onProgress('the first refreshes of a process');
  await endpoint.ask<Asked>('answerAfter', 20);
  const first = await refreshed(scene, FIRST, PROVIDERS);
  onProgress('warm refreshes');
  await refreshed(scene, WARM, PROVIDERS);
  await endpoint.ask<Asked>('answerAfter', 20);
  const warm = await refreshed(scene, WARM, PROVIDERS);
  const asked = await endpoint.ask<Asked>('answerAfter', 0);
  const share = shareOf(MEMORY);
  const paces: DeployedReport['paces'] = [];
  for (const latency of LATENCIES) {
    onProgress(`the pace where the token endpoint takes ${latency} ms`);
    await endpoint.ask<Asked>('answerAfter', latency);
    const pace = async (providers: readonly string[], most: number) => {
      const release = holdToShare(scene.ticker.pid, share);
      try {
        const { refreshed: count, milliseconds } = await refreshed(scene, most, providers);
        return count / (milliseconds / 1_000);
      } finally {
        release();
      }
    };
    paces.push({
      latency,
      oneApp: await pace(PROVIDERS.slice(0, 1), latency < 1_000 ? 600 : 160),
      fourApps: await pace(PROVIDERS, latency < 1_000 ? 1_200 : 480),
    });
  }
  return {
    share,
    firstCpu: first.cpu / FIRST,
    warmCpu: warm.cpu / WARM,
    resumed: asked.resumed / asked.requests,
    paces,
  };
}

/** One tick over so many due connections. Throws if not all were refreshed. */
async function refreshed(
  { ticker, due }: Scene,
  count: number,
  providers: readonly string[],
): Promise<Ticked> {
  await due.add(count, providers);
  const ticked = await ticker.ask<Ticked>('tick');
  if (ticked.refreshed !== count) throw new Error(`only ${ticked.refreshed} of ${count} were refreshed`);
  return ticked;
}
