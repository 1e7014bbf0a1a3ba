/**
 * A stage of built bundles in processes of their own: a table, a key, and an internet in which one owner's provider
 * answers only when the test lets it.
 */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { kmsKeyWrapper } from '../../src/aws/kms-key-wrapper.ts';
import { openVault } from '../../src/aws/open-vault.ts';
import { actCounters } from '../../src/aws/table/act-counters.ts';
import { activityStore } from '../../src/aws/table/activity.ts';
import { appHealthStore } from '../../src/aws/table/app-health.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createCallsTable, createTable } from '../../src/aws/table/create-table.ts';
import { dataKeyStore } from '../../src/aws/table/data-keys.ts';
import { clientHolderStore, oauthAppStore } from '../../src/aws/table/oauth-apps.ts';
import { placesStore } from '../../src/aws/table/places.ts';
import { publicReads } from '../../src/aws/table/public-reads.ts';
import { workspaceMarks } from '../../src/aws/table/workspace-marks.ts';
import { type FunctionName, VARIABLE, VARIABLES_OF } from '../../src/contract/environment.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { systemClock as clock } from '../../src/system/clock.ts';
import { systemRandom as random } from '../../src/system/random.ts';
import { clientOf } from '../backends/backend.ts';
import { startTcpDynalite } from '../backends/dynalite.ts';
import { startObjectStore } from '../backends/object-store.ts';
import type { Surroundings } from '../deploy-moto/function-process.ts';
import { makeCertificate } from '../egress/certificates.ts';
import { VALUES } from '../lambdas/entry.ts';
import { kmsStandIn } from '../lambdas/kms-stand-in.ts';
import { TABLE } from '../lambdas/table-behind-a-counter.ts';

/** Custom providers of acme: test/setup/own-app-connection.ts makes the hosts of their names. */
export const SLOW = ['a', 'b', 'c', 'd', 'e'];
const FAST_HOST = 'oauth2.googleapis.com';

/** The variables of a function, as the construct would set them. */
export function variablesFor(name: FunctionName): Record<string, string> {
  const more = { callerToken: 'trust-the-runtime-without-a-caller-token' };
  return Object.fromEntries(
    VARIABLES_OF[name].map((variable) => [VARIABLE[variable], { ...VALUES, ...more }[variable]]),
  );
}

let issued = 0;
function answer(response: ServerResponse, life: number): void {
  issued++;
  const body = { access_token: `access-${issued}`, refresh_token: `refresh-${issued}`, token_type: 'Bearer' };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...body, expires_in: life }));
}

/** Everything around the functions. `look` is called whenever a request has come to wait at the slow provider. */
export async function slowOwnersWorld(look: () => void) {
  const folder = await mkdtemp(join(tmpdir(), 'connections-capacity-'));
  const waiting = new Set<ServerResponse>();
  const hosts = [...SLOW.map((name) => `custom-${name}.acme.example`), FAST_HOST];
  const authority = makeCertificate('Capacity Authority', { isAuthority: true });
  const { pem: cert, keyPem: key } = makeCertificate('capacity', { issuer: authority, hosts });
  const authorityFile = join(folder, 'authority.pem');
  await writeFile(authorityFile, authority.pem);
  const internet = https.createServer({ cert, key }, (request, response) => {
    if (request.headers.host === FAST_HOST) return answer(response, 3_600);
    waiting.add(response);
    response.once('close', () => waiting.delete(response));
    look();
  });
  internet.listen(0, '127.0.0.1');
  await once(internet, 'listening');
  const [dynalite, bucket, kms] = await Promise.all([
    startTcpDynalite(),
    startObjectStore(),
    listenOnLoopback(0, () => kmsStandIn),
  ]);
  const client = clientOf(dynalite);
  await createTable(client, TABLE);
  await createCallsTable(client, VALUES.callsTable);
  const at = { client, tableName: TABLE };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const kmsClient = new KMSClient({ endpoint: kms.origin, region: 'eu-central-1', credentials });
  const dataKeys = dataKeyStore(at);
  const wrapper = kmsKeyWrapper(kmsClient, VALUES.kmsKey);
  const vault = openVault({ environment: 'test', wrapper, dataKeys, clock, random, mayCreateFirst: true });
  const surroundings = (lambdaEndpoint: string): Surroundings => ({
    aws: {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: dynalite.endpoint,
      AWS_ENDPOINT_URL_KMS: kms.origin,
      AWS_ENDPOINT_URL_S3: bucket.endpoint,
    },
    internet: { authorityFile, hosts, port: (internet.address() as AddressInfo).port } as never,
    lambdaEndpoint,
    logged: [],
  });
  const nothing = () => undefined;
  return {
    connections: connectionStore(at),
    apps: oauthAppStore(at),
    clientHolders: clientHolderStore(at),
    appHealth: appHealthStore(at),
    places: placesStore(at),
    workspaceMarks: workspaceMarks(at),
    activity: activityStore(at),
    acts: actCounters(at),
    settings: {
      environment: 'test',
      apiOrigin: 'https://api.example',
      dashboardUrl: 'https://dashboard.example',
      workspaceServers: 'public-https-only' as const,
      allowedApps: 'verified-and-own' as const,
    },
    reads: publicReads(at),
    catalogue: CATALOGUE,
    events: { publish: async () => undefined },
    hosts: { isPublic: async () => true, isPrivate: async () => false },
    fetch: () => Promise.reject(new Error('nobody is asked from here')),
    log: { info: nothing, warn: nothing, error: nothing },
    clock,
    random,
    vault,
    waiting,
    surroundings,
    /** The slow provider answers, with tokens that live for a second. */
    letAnswer: () => {
      for (const response of waiting) answer(response, 1);
    },
    async close() {
      internet.closeAllConnections();
      internet.close();
      kmsClient.destroy();
      client.destroy();
      await Promise.all([kms.close(), bucket.close(), dynalite.close()]);
      await rm(folder, { recursive: true });
    },
  };
}
export type SlowOwnersWorld = Awaited<ReturnType<typeof slowOwnersWorld>>;
