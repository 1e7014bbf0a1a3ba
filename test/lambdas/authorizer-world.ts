/** What surrounds token-authorizer's real entry: a table with connections, a KMS, an issuer, and servers of the stage. */

import type { RequestListener } from 'node:http';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { kmsKeyWrapper } from '../../src/aws/kms-key-wrapper.ts';
import { openVault } from '../../src/aws/open-vault.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { dataKeyStore } from '../../src/aws/table/data-keys.ts';
import type { AuthorizerAnswer } from '../../src/broker/authorize/authorizer-answer.ts';
import type { Connection } from '../../src/broker/records.ts';
import type { FunctionName } from '../../src/contract/environment.ts';
import type { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import { systemClock } from '../../src/system/clock.ts';
import { systemRandom } from '../../src/system/random.ts';
import { connection, put } from '../adapters/samples.ts';
import { sealedConnection } from '../setup/sealed-connection.ts';
import { PROXIED_SERVER } from '../stack/stage-template.ts';
import { buildIn, coldStart, type EntryOptions, freshEntry } from './entry.ts';
import { disabledKms, kmsStandIn } from './kms-stand-in.ts';
import { CALLS_TABLE, type CountedTable, countedTable, TABLE } from './table-behind-a-counter.ts';

export type Authorize = (event: unknown, context?: unknown) => Promise<AuthorizerAnswer>;

export const TOKEN = 'ya29.a-token-for-the-test';
const KEY_ID = 'alias/connections-test';

/** What esbuild builds into the bundle of a stage. */
const SERVERS: ServerRegistration[] = [
  PROXIED_SERVER,
  { ...PROXIED_SERVER, id: 'crm-limited', tools: ['find', 'ünïcode'] },
  { ...PROXIED_SERVER, id: 'crm-astray', url: 'https://elsewhere.example/mcp' },
  { ...PROXIED_SERVER, id: 'crm-hidden' },
];

export interface AuthorizerWorld {
  table: CountedTable;
  disableKey(isDisabled: boolean): void;
  /** A fresh instance of the function. */
  start(options?: { lambda?: string }): Promise<Authorize>;
  /** A fresh instance of another function with the same surroundings. */
  startOf(name: FunctionName, options?: Partial<EntryOptions>): ReturnType<typeof freshEntry>;
  connect(workspaceId: string, token: string, changes?: Partial<Connection>): Promise<void>;
  /** The records of a workspace's calls, in no order. */
  calls(workspaceId: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function authorizerWorld(): Promise<AuthorizerWorld> {
  buildIn(SERVERS);
  let isDisabled = false;
  const askKms: RequestListener = (...asked) => (isDisabled ? disabledKms : kmsStandIn)(...asked);
  const [table, kms] = await Promise.all([countedTable(), listenOnLoopback(0, () => askKms)]);
  const at = { client: table.client, tableName: TABLE };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new KMSClient({ endpoint: kms.origin, region: 'eu-central-1', credentials });
  const vault = openVault({
    environment: 'test',
    wrapper: kmsKeyWrapper(client, KEY_ID),
    dataKeys: dataKeyStore(at),
    clock: systemClock,
    random: systemRandom,
    mayCreateFirst: true,
  });
  return {
    table,
    disableKey: (isIt) => {
      isDisabled = isIt;
    },
    start: async (options = {}) => {
      const values = { proxiedServers: 'crm crm-limited crm-astray' };
      const surroundings = { dynamodb: table.endpoint, kms: kms.origin, values, ...options };
      return (await coldStart('token-authorizer', surroundings)) as Authorize;
    },
    startOf: (name, options = {}) =>
      freshEntry(name, { dynamodb: table.endpoint, kms: kms.origin, ...options }),
    connect: async (workspaceId, token, changes = {}) => {
      const key = { workspaceId, connectionId: 'google' };
      const seal = await vault.sealer();
      const times = { refreshedAt: Date.now(), accessExpiresAt: Date.now() + 3_600_000 };
      const record = sealedConnection(seal, key, { ...connection, ...times, ...changes }, { access: token });
      expect(await connectionStore(at).change(key, put(record))).toBe(true);
    },
    calls: async (workspaceId) => {
      const { Items = [] } = await table.client.send(new ScanCommand({ TableName: CALLS_TABLE }));
      const items = Items.map((item) => unmarshall(item));
      return items.filter(({ pk }) => String(pk).startsWith(`call#${workspaceId}#`));
    },
    close: async () => {
      client.destroy();
      await table.close();
      await kms.close();
    },
  };
}

export function effectOf({ policyDocument }: AuthorizerAnswer) {
  return policyDocument.Statement[0].Effect;
}

export function outcomeOf(answer: AuthorizerAnswer) {
  return effectOf(answer) === 'Allow' ? 'allowed' : answer.context.reason;
}
