/** What an injection finds: a table, a data key, and one connection whose token is good for hours. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { kmsKeyWrapper } from '../src/aws/kms-key-wrapper.ts';
import { openVault } from '../src/aws/open-vault.ts';
import { connectionStore } from '../src/aws/table/connections.ts';
import { createCallsTable, createTable } from '../src/aws/table/create-table.ts';
import { dataKeyStore } from '../src/aws/table/data-keys.ts';
import type { Connection } from '../src/broker/records.ts';
import { systemClock } from '../src/system/clock.ts';
import { systemRandom } from '../src/system/random.ts';
import { sealedConnection } from '../test/setup/sealed-connection.ts';
import { CALLS_TABLE, CONNECTION_KEY, ENVIRONMENT, SCOPE, TABLE } from './scene.ts';
import type { Endpoints } from './stand-ins.ts';

const HOUR = 3_600_000;
export const access = {
  region: ENVIRONMENT.AWS_REGION,
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
};

export async function givenConnection({ dynamodb, kms }: Endpoints): Promise<void> {
  const table = { client: new DynamoDBClient({ ...access, endpoint: dynamodb }), tableName: TABLE };
  const kmsClient = new KMSClient({ ...access, endpoint: kms });
  await createTable(table.client, TABLE);
  await createCallsTable(table.client, CALLS_TABLE);
  const vault = openVault({
    environment: ENVIRONMENT.CONNECTIONS_STAGE,
    wrapper: kmsKeyWrapper(kmsClient, ENVIRONMENT.CONNECTIONS_KMS_KEY_ID),
    dataKeys: dataKeyStore(table),
    clock: systemClock,
    random: systemRandom,
    mayCreateFirst: true,
  });
  const seal = await vault.sealer();
  const tokens = { access: 't'.repeat(220), refresh: 't'.repeat(110) };
  await connectionStore(table).change(CONNECTION_KEY, {
    expect: {},
    set: sealedConnection(seal, CONNECTION_KEY, connectionAt(Date.now()), tokens),
    writeId: systemRandom.uuidV7(Date.now()),
  });
  table.client.destroy();
  kmsClient.destroy();
}

/** As `connect` leaves one of Google. */
export function connectionAt(now: number): Connection {
  return {
    uid: 'u'.repeat(22),
    provider: 'google',
    appOwner: 'verified',
    appVersion: 1,
    appUid: 'a'.repeat(22),
    clientId: '123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com',
    redirectUri: 'https://api.connections.example/oauth/callback/google/verified',
    status: 'active',
    accountLabel: 'ada@example.com',
    accountFingerprint: 'f'.repeat(43),
    accountKey: 'k'.repeat(43),
    connectedBy: { issuer: ENVIRONMENT.CONNECTIONS_JWT_ISSUER, subject: 'ada' },
    connectedAt: now,
    requestedScopes: ['openid', 'email', SCOPE],
    grantedScopes: ['openid', 'email', SCOPE],
    accessExpiresAt: now + 12 * HOUR,
    epoch: 1,
    generation: 1,
    refreshedAt: now,
    // Ahead of time, so that the hour does not change within a measurement and bring a second write.
    lastUsedHour: Math.floor(now / HOUR) + 12,
    dueShard: 'due#0',
    dueAt: now + 11 * HOUR,
    appKey: 'verified/google/1',
  };
}
