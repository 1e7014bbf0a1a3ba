/**
 * The injector's function over real key material: moto's KMS wraps the data key. It does not enforce IAM. Without moto
 * nothing runs here, and it says so.
 * Covers lambdas/token-injector.ts, lambdas/vault.ts, lambdas/warm-key.ts, src/aws/kms-key-wrapper.ts,
 * src/aws/open-vault.ts.
 */

import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { kmsKeyWrapper } from '../../src/aws/kms-key-wrapper.ts';
import { openVault } from '../../src/aws/open-vault.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { dataKeyStore } from '../../src/aws/table/data-keys.ts';
import { serverStore } from '../../src/aws/table/servers.ts';
import type { InjectionAnswer } from '../../src/contract/injection-messages.ts';
import { systemClock } from '../../src/system/clock.ts';
import { systemRandom } from '../../src/system/random.ts';
import { connection, put, server } from '../adapters/samples.ts';
import { presentBackends, type Running } from '../backends/backend.ts';
import { moto } from '../backends/moto.ts';
import { sealedConnection } from '../setup/sealed-connection.ts';
import { sealedServer } from '../setup/sealed-server.ts';
import { captureLog, coldStart } from './entry.ts';
import { type CountedTable, countedTable, TABLE } from './table-behind-a-counter.ts';

const TOKEN = 'ya29.a-token-for-the-test';
const key = { workspaceId: 'acme', connectionId: 'google' };

const isAbsent = presentBackends('token-injector with KMS', [moto]).length === 0;

describe.skipIf(isAbsent)('with the KMS of moto', () => {
  let kms: Running;
  let table: CountedTable;
  let keyId: string;
  let lines: string[];
  beforeAll(async () => {
    [kms, table] = await Promise.all([moto.start(), countedTable()]);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new KMSClient({ endpoint: kms.endpoint, region: 'eu-central-1', credentials });
    keyId = (await client.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
    await connectGoogle(client);
    client.destroy();
  });
  afterAll(async () => {
    await table.close();
    await kms.close();
  });
  beforeEach(async () => {
    lines = captureLog();
    const unused = { expect: {}, set: { lastUsedHour: undefined }, writeId: 'unused' };
    await connectionStore({ client: table.client, tableName: TABLE }).change(key, unused);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** What `connect` leaves behind: the first data key, and tokens sealed under it. */
  async function connectGoogle(client: KMSClient) {
    const at = { client: table.client, tableName: TABLE };
    const vault = openVault({
      environment: 'test',
      wrapper: kmsKeyWrapper(client, keyId),
      dataKeys: dataKeyStore(at),
      clock: systemClock,
      random: systemRandom,
      mayCreateFirst: true,
    });
    const seal = await vault.sealer();
    const now = Date.now();
    const grantedScopes = ['https://www.googleapis.com/auth/gmail.readonly'];
    const times = { refreshedAt: now, accessExpiresAt: now + 3_600_000 };
    const record = sealedConnection(seal, key, { ...connection, ...times, grantedScopes }, { access: TOKEN });
    await connectionStore(at).change(key, put(record));
    const own = { workspaceId: 'acme', serverId: 'crm' };
    await serverStore(at).change(own, put(sealedServer(seal, own, { registration: server.registration })));
  }

  async function injectorOf(stage: string) {
    const values = { stage, kmsKey: keyId, callerToken: 'trust-the-runtime-without-a-caller-token' };
    const options = { dynamodb: table.endpoint, kms: kms.endpoint, values };
    return (await coldStart('token-injector', options)) as (event: unknown) => Promise<InjectionAnswer>;
  }

  const request = (serverId = 'google-gmail') => ({
    version: '1',
    workspaceId: 'acme',
    operation: {
      id: systemRandom.uuidV7(Date.now()),
      kind: 'call',
      server: serverId,
      tool: 'search_threads',
    },
  });

  it('opens the token and puts it where the registration says, and has its key from its start', async () => {
    table.requests.length = 0;
    const inject = await injectorOf('test');
    await vi.waitFor(() => expect(table.requests).toEqual(['Query']));
    expect(await inject(request())).toMatchObject({
      isAuthorized: true,
      context: {
        connectionId: 'google',
        generation: 1,
        headers: { Authorization: `Bearer ${TOKEN}` },
        allowedHosts: ['gmailmcp.googleapis.com'],
        maxUses: 1,
      },
    });
    // The use of a connection is noted once an hour. What the workspace stored for the server is read once in five seconds.
    expect([...table.requests].sort()).toEqual(['GetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']);
  });

  it.each(['google-gmail', 'crm'])('reads one item and writes one, when it is warm: %s', async (serverId) => {
    const inject = await injectorOf('test');
    expect(await inject(request(serverId))).toMatchObject({ isAuthorized: true });
    vi.useFakeTimers({ toFake: ['Date'] });
    for (let call = 0; call < 3; call++) {
      table.requests.length = 0;
      expect(await inject(request(serverId))).toMatchObject({ isAuthorized: true });
      expect([...table.requests].sort()).toEqual(['GetItem', 'PutItem']);
    }
    vi.advanceTimersByTime(5_000);
    table.requests.length = 0;
    expect(await inject(request(serverId))).toMatchObject({ isAuthorized: true });
    expect([...table.requests].sort()).toEqual(['GetItem', 'GetItem', 'PutItem']);
    vi.useRealTimers();
  });

  it('T063: writes of it who, where and what came of it, and not the token', async () => {
    await (await injectorOf('test'))(request());
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'injection', workspaceId: 'acme', server: 'google-gmail', outcome: 'injected' },
    ]);
    expect(lines.join()).not.toContain('ya29');
  });

  it('T085: of another stage refuses: neither the data key nor the token is its own', async () => {
    expect(await (await injectorOf('prod'))(request())).toMatchObject({
      isAuthorized: false,
      context: { reason: 'temporarily_unavailable' },
    });
    expect(lines.join()).toContain('injection_failed');
    // KMS refuses by the encryption context, before there is an envelope to look at.
    expect(lines.join()).toContain('vault_key_failed');
  });
});
