/** Connections of verified apps whose refresh is due. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { kmsKeyWrapper } from '../../src/aws/kms-key-wrapper.ts';
import { openVault } from '../../src/aws/open-vault.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { dataKeyStore } from '../../src/aws/table/data-keys.ts';
import { dueShard } from '../../src/broker/connection/due-shard.ts';
import type { Connection } from '../../src/broker/records.ts';
import { systemClock } from '../../src/system/clock.ts';
import { systemRandom } from '../../src/system/random.ts';
import type { Seal } from '../../src/vault/vault.ts';
import { sealedConnection } from '../../test/setup/sealed-connection.ts';
import { ENVIRONMENT, TABLE } from '../scene.ts';
import type { Endpoints } from '../stand-ins.ts';

/** Providers whose refresh is plain OAuth, by the host of their token endpoint. */
export const HOSTS: Readonly<Record<string, string>> = {
  google: 'oauth2.googleapis.com',
  asana: 'app.asana.com',
  dropbox: 'api.dropboxapi.com',
  box: 'api.box.com',
};
export const PROVIDERS = Object.keys(HOSTS);
export const CLIENT_ID = 'client-of-the-bench';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const access = { region: ENVIRONMENT.AWS_REGION, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };

export interface DueConnections {
  /** Adds so many, of these providers in turn. */
  add(count: number, providers: readonly string[]): Promise<void>;
  end(): void;
}

export async function dueConnections({ dynamodb, kms }: Endpoints): Promise<DueConnections> {
  const table = { client: new DynamoDBClient({ ...access, endpoint: dynamodb }), tableName: TABLE };
  const kmsClient = new KMSClient({ ...access, endpoint: kms });
  const vault = openVault({
    environment: ENVIRONMENT.CONNECTIONS_STAGE,
    wrapper: kmsKeyWrapper(kmsClient, ENVIRONMENT.CONNECTIONS_KMS_KEY_ID),
    dataKeys: dataKeyStore(table),
    clock: systemClock,
    random: systemRandom,
    mayCreateFirst: true,
  });
  const seal = await vault.sealer();
  const store = connectionStore(table);
  let added = 0;
  return {
    async add(count, providers) {
      for (let at = 0; at < count; at++) {
        const provider = providers[at % providers.length] as string;
        const key = { workspaceId: `w${added++}`, connectionId: provider };
        const record = dueRecord(seal, key, Date.now());
        await store.change(key, { expect: {}, set: record, writeId: systemRandom.uuidV7(Date.now()) });
      }
    },
    end() {
      table.client.destroy();
      kmsClient.destroy();
    },
  };
}

/** As a refresh left it almost an hour ago; its last use was in this hour, and is ahead so that nobody writes it again. */
function dueRecord(seal: Seal, key: { workspaceId: string; connectionId: string }, now: number): Connection {
  const { connectionId: provider } = key;
  const record: Connection = {
    uid: 'u'.repeat(22),
    provider,
    appOwner: 'verified',
    appVersion: 1,
    appUid: 'a'.repeat(22),
    clientId: CLIENT_ID,
    redirectUri: `https://api.connections.example/oauth/callback/${provider}/verified`,
    status: 'active',
    accountLabel: 'ada@example.com',
    accountFingerprint: 'f'.repeat(43),
    accountKey: 'k'.repeat(43),
    connectedBy: { issuer: ENVIRONMENT.CONNECTIONS_JWT_ISSUER, subject: 'ada' },
    connectedAt: now - 10 * HOUR,
    requestedScopes: [],
    grantedScopes: [],
    accessExpiresAt: now + 9 * MINUTE,
    epoch: 1,
    generation: 1,
    refreshedAt: now - 51 * MINUTE,
    lastUsedHour: Math.floor(now / HOUR),
    dueShard: dueShard(key),
    dueAt: now - MINUTE,
    appKey: `verified/${provider}/1`,
  };
  return sealedConnection(seal, key, record, { access: 't'.repeat(200), refresh: 't'.repeat(100) });
}
