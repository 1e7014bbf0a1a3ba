/**
 * `npm run apps -- put <provider> --stage <stage> --client-id <id>` and `npm run apps -- list --stage <stage>`: the
 * platform's verified apps of a deployed stage. The client secret is asked for, or read from a pipe.
 */
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { requiredText, text } from '../command-line/option.ts';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { kmsKeyWrapper } from '../src/aws/kms-key-wrapper.ts';
import { openVault } from '../src/aws/open-vault.ts';
import { appHealthStore } from '../src/aws/table/app-health.ts';
import { dataKeyStore } from '../src/aws/table/data-keys.ts';
import { oauthAppStore } from '../src/aws/table/oauth-apps.ts';
import { publicReads } from '../src/aws/table/public-reads.ts';
import { appKeyOf } from '../src/broker/apps/app-key.ts';
import { needsOwnApp } from '../src/broker/apps/needs-own-app.ts';
import { NoVerifiedApp, putVerifiedApp } from '../src/broker/apps/put-verified-app.ts';
import { redirectUri } from '../src/broker/connect/redirect-uri.ts';
import { VERIFIED } from '../src/contract/identifiers.ts';
import { CATALOGUE } from '../src/providers/catalogue.ts';
import { systemClock as clock } from '../src/system/clock.ts';
import { systemRandom as random } from '../src/system/random.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { addClient, readClients } from './platform-app-secret.ts';
import { readSecret } from './read-secret.ts';
import { findFunction } from './stage-variables.ts';

const COMMAND = {
  call: 'npm run apps',
  description: 'Writes or lists the verified OAuth apps of the platform in a deployed stage.',
  subcommands: {
    put: {
      description: 'Adds an app, or replaces its client secret.',
      operand: { placeholder: '<provider>', isRequired: true, choices: [...CATALOGUE.keys()] },
    },
    list: { description: 'Lists the apps of the stage, and whether each has a client secret.' },
  },
  options: {
    stage: requiredText('<stage>', 'The name of the stage, such as prod.'),
    'client-id': requiredText('<id>', 'The client id of the app at the provider.', {
      of: ['put'],
      form: { pattern: /^[\x21-\x7e]{1,500}$/, description: '1 to 500 visible characters without a space' },
    }),
    table: text('<name>', 'The table of the stage, instead of the one that its functions use.'),
    'kms-key': text('<id>', 'The KMS key of the stage, instead of the one that its functions use.'),
    'api-origin': text('<https://…>', 'The origin of the API, instead of the one that the functions use.'),
  },
  notes: [
    'The command asks for the client secret, or reads it from standard input. Never write a secret as an argument.',
  ],
};

type Options = ReturnType<typeof fromCommandLine<(typeof COMMAND)['options']>>['options'];

/** From `connect`'s own variables, but for what the operator says. */
async function stageOf({ stage, table, 'kms-key': kmsKey, 'api-origin': apiOrigin }: Options) {
  if (table) return { tableName: table, kmsKey, prefix: `connections/${stage}/apps/`, apiOrigin };
  const { read } = await findFunction(new LambdaClient(), stage, 'connect');
  return {
    tableName: read('table'),
    kmsKey: kmsKey ?? read('kmsKey'),
    prefix: read('platformApps'),
    apiOrigin: apiOrigin ?? read('apiOrigin'),
  };
}

async function put(provider: string, options: Options): Promise<void> {
  const { 'client-id': clientId } = options;
  // Before the secret is asked for, and stored.
  const known = CATALOGUE.get(provider);
  if (known && needsOwnApp(known)) throw new OperatorError(`${new NoVerifiedApp(provider).message}.`);
  const { tableName, kmsKey, prefix, apiOrigin } = await stageOf(options);
  if (!kmsKey) throw new OperatorError('With --table the command also needs --kms-key.');
  const secret = await readSecret(`Client secret of ${clientId} at ${provider} (not shown): `);
  const table = { client: dynamoDBClient(), tableName };
  const apps = oauthAppStore(table);
  // The row of an app carries a seal, which only a holder of the stage's key can make.
  const vault = openVault({
    environment: options.stage,
    wrapper: kmsKeyWrapper(new KMSClient(), kmsKey),
    dataKeys: dataKeyStore(table),
    clock,
    random,
    mayCreateFirst: true,
  });
  // The secret first: an app that is known without one fails its connections.
  await addClient(new SecretsManagerClient(), prefix + provider, { clientId, secret });
  await putVerifiedApp({ apps, catalogue: CATALOGUE, vault, clock, random }, { provider, clientId });
  const newest = await apps.newest(VERIFIED, provider);
  if (newest?.clientId !== clientId)
    throw new OperatorError('Another operator wrote an app at the same moment. Run the command again.');
  // A pause that the old secret caused is no reason to wait with the new one.
  const appKey = appKeyOf({ owner: VERIFIED, provider, version: newest.version });
  await appHealthStore(table).delete({ appKey }, {});
  say(
    `The verified app of ${provider} in stage ${options.stage} has version ${newest.version} and client id ${clientId}.`,
  );
  say('The functions use it within five minutes.');
  if (apiOrigin)
    say(`Register this redirect URI at the provider: ${redirectUri({ apiOrigin }, provider, VERIFIED)}`);
}

async function list(options: Options): Promise<void> {
  const { tableName, prefix } = await stageOf(options);
  const secrets = new SecretsManagerClient();
  const found = await publicReads({ client: dynamoDBClient(), tableName }).oauthAppsOf(VERIFIED);
  if (found.length === 0) say(`Stage ${options.stage} has no verified apps.`);
  for (const { provider, version, clientId } of found) {
    const clients = await readClients(secrets, prefix + provider);
    const has = Object.hasOwn(clients ?? {}, clientId) ? 'has a secret' : 'HAS NO SECRET';
    say(`${provider}  version ${version}  client ${clientId}  ${has}`);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const { subcommand, operand: provider = '', options } = fromCommandLine(COMMAND);
runCommand(() => (subcommand === 'put' ? put(provider, options) : list(options)));
