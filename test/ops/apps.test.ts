/**
 * `npm run apps` as an operator runs it, against moto where there is one and stand-ins everywhere.
 * Covers ops/apps.ts, ops/operator-error.ts, ops/platform-app-secret.ts, ops/read-secret.ts, ops/stage-variables.ts,
 * src/broker/apps/put-verified-app.ts, src/broker/apps/platform-secret.ts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { appHealthStore } from '../../src/aws/table/app-health.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
import { oauthAppStore } from '../../src/aws/table/oauth-apps.ts';
import { VARIABLE, VARIABLES_OF } from '../../src/contract/environment.ts';
import { put } from '../adapters/samples.ts';
import { clientOf, presentBackends } from '../backends/backend.ts';
import { dynalite } from '../backends/dynalite.ts';
import { moto } from '../backends/moto.ts';
import { kmsStandIn } from '../lambdas/kms-stand-in.ts';
import { startSecretsStandIn } from './secrets-stand-in.ts';

const SECRET = 'GOCSPX-a-client-secret';
const TABLE = 'connections-of-the-test';
const ORIGIN = 'https://api.example';

const connectFunction = {
  FunctionName: 'connections-test-connect',
  Environment: {
    Variables: {
      ...Object.fromEntries(VARIABLES_OF.connect.map((name) => [VARIABLE[name], 'x'])),
      CONNECTIONS_STAGE: 'test',
      CONNECTIONS_TABLE: TABLE,
      CONNECTIONS_PLATFORM_APPS_PREFIX: 'connections/test/apps/',
      CONNECTIONS_API_ORIGIN: ORIGIN,
    },
  },
};

interface Place {
  env: Record<string, string>;
  /** What an operator says of the stage. */
  stage: string[];
  dynamodb: string;
  secrets: string;
  close(): Promise<void>;
}
const onStandIns = async (): Promise<Place> => {
  const [table, standIn] = [await dynalite.start(), await startSecretsStandIn([connectFunction])];
  const kms = await listenOnLoopback(0, () => kmsStandIn);
  return {
    env: {
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      AWS_ENDPOINT_URL_KMS: kms.origin,
      AWS_ENDPOINT_URL_LAMBDA: standIn.origin,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: standIn.origin,
    },
    stage: ['--stage', 'test'],
    dynamodb: table.endpoint,
    secrets: standIn.origin,
    close: async () => {
      await standIn.close();
      await kms.close();
      await table.close();
    },
  };
};
const onMoto = async (): Promise<Place> => {
  const { endpoint, close } = await moto.start();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const kms = new KMSClient({ endpoint, region: 'eu-central-1', credentials });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  kms.destroy();
  return {
    env: { AWS_ENDPOINT_URL: endpoint },
    stage: [
      ...['--stage', 'test', '--table', TABLE, '--api-origin', ORIGIN],
      ...['--kms-key', KeyMetadata?.KeyId ?? ''],
    ],
    dynamodb: endpoint,
    secrets: endpoint,
    close,
  };
};

const hasMoto = presentBackends('npm run apps', [moto]).length > 0;
const PLACES: [string, () => Promise<Place>][] = [['stand-ins', onStandIns]];
if (hasMoto) PLACES.push(['moto', onMoto]);

describe.each(PLACES)('npm run apps on %s', (_, start) => {
  let place: Place;
  let secrets: SecretsManagerClient;
  let dynamodb: ReturnType<typeof clientOf>;
  beforeAll(async () => {
    place = await start();
    dynamodb = clientOf({ endpoint: place.dynamodb });
    await createTable(dynamodb, TABLE);
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    secrets = new SecretsManagerClient({ endpoint: place.secrets, region: 'eu-central-1', credentials });
  }, 60_000);
  afterAll(async () => {
    dynamodb.destroy();
    secrets.destroy();
    await place.close();
  });

  async function run(args: string[], input = '') {
    const child = spawn(process.execPath, ['ops/apps.ts', ...args], {
      env: {
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        ...place.env,
      },
    });
    let told = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        told += text;
      });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [code] = await once(child, 'close');
    expect(told).not.toContain(SECRET);
    return { code, told };
  }
  const enter = (clientId: string, secret: string, provider = 'google') =>
    run(['put', provider, ...place.stage, '--client-id', clientId], `${secret}\n`);
  const stored = async (provider = 'google') => {
    const command = new GetSecretValueCommand({ SecretId: `connections/test/apps/${provider}` });
    return JSON.parse((await secrets.send(command)).SecretString ?? '');
  };
  const apps = () => oauthAppStore({ client: dynamodb, tableName: TABLE });
  const health = () => appHealthStore({ client: dynamodb, tableName: TABLE });

  // The place is shared, so each test has a provider of its own.
  it('enters an app, and tells the redirect URI to register', async () => {
    const { code, told } = await enter('client-1', SECRET);
    expect([code, told]).toEqual([0, expect.stringContaining(`${ORIGIN}/oauth/callback/google/verified`)]);
    expect(await stored()).toEqual({ clients: { 'client-1': SECRET } });
    expect(await apps().newest('verified', 'google')).toMatchObject({ version: 1, clientId: 'client-1' });
  });

  it('replaces a secret in place, and ends the pause that the old one brought', async () => {
    const appKey = 'verified/github/1';
    expect((await enter('client-1', SECRET, 'github')).code).toBe(0);
    await health().change({ appKey }, put({ pauseUntil: 5, reason: 'app_misconfigured' }));
    expect((await enter('client-1', `${SECRET}-2`, 'github')).code).toBe(0);
    expect(await stored('github')).toEqual({ clients: { 'client-1': `${SECRET}-2` } });
    expect((await apps().newest('verified', 'github'))?.version).toBe(1);
    expect(await health().read({ appKey })).toBeUndefined();
  });

  it('adds another client beside the old one, on which its connections stay', async () => {
    expect((await enter('client-1', `${SECRET}-2`, 'notion')).code).toBe(0);
    expect((await enter('client-2', SECRET, 'notion')).code).toBe(0);
    expect(await stored('notion')).toEqual({ clients: { 'client-1': `${SECRET}-2`, 'client-2': SECRET } });
    expect(await apps().newest('verified', 'notion')).toMatchObject({ version: 2, clientId: 'client-2' });
    const { told } = await run(['list', ...place.stage]);
    expect(told).toMatch(/notion +version 2 +client client-2 +has a secret/);
  });

  it('T071 takes no secret as an argument, and repeats none', async () => {
    expect((await enter('client-1', SECRET, 'linear')).code).toBe(0);
    for (const args of [
      ['put', 'linear', SECRET, ...place.stage],
      ['put', 'linear', ...place.stage, '--client-id', 'c', `--client-secret=${SECRET}`],
      ['put', SECRET, ...place.stage, '--client-id', 'c'],
      ['put', 'linear', ...place.stage, '--client-id', `${SECRET} x`],
    ])
      expect((await run(args)).code).toBe(2);
    expect(Object.keys((await stored('linear')).clients)).toEqual(['client-1']);
  });

  it('changes nothing for what is no secret, no provider, or a secret of another form', async () => {
    for (const wrong of ['', 'two\nlines', 'with space', 'x'.repeat(5_000)])
      expect((await enter('client-3', wrong)).code).toBe(1);
    const { code, told } = await enter('client-3', SECRET, 'gogle');
    expect([code, told]).toEqual([2, expect.stringContaining('Did you mean google?')]);
    expect((await enter('client-1', SECRET, 'slack')).code).toBe(0);
    const SecretString = JSON.stringify({ 'client-1': SECRET });
    await secrets.send(new PutSecretValueCommand({ SecretId: 'connections/test/apps/slack', SecretString }));
    expect((await enter('client-2', SECRET, 'slack')).code).toBe(1);
    expect(await stored('slack')).toEqual({ 'client-1': SECRET });
    expect((await apps().newest('verified', 'slack'))?.clientId).toBe('client-1');
    // In its form again, for whatever test comes next.
    const mended = JSON.stringify({ clients: { 'client-1': SECRET } });
    const entry = { SecretId: 'connections/test/apps/slack', SecretString: mended };
    await secrets.send(new PutSecretValueCommand(entry));
  });
});
