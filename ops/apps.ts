/**
 * `npm run apps -- put <provider> --stage <stage> --client-id <id>` and `npm run apps -- list --stage <stage>`: the
 * platform's verified apps of a deployed stage. The client secret is asked for, or read from a pipe.
 */
import { parseArgs } from 'node:util';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { appHealthStore } from '../src/aws/table/app-health.ts';
import { oauthAppStore } from '../src/aws/table/oauth-apps.ts';
import { publicReads } from '../src/aws/table/public-reads.ts';
import { appKeyOf } from '../src/broker/apps/app-key.ts';
import { putVerifiedApp } from '../src/broker/apps/put-verified-app.ts';
import { redirectUri } from '../src/broker/connect/redirect-uri.ts';
import { VERIFIED } from '../src/contract/identifiers.ts';
import { CATALOGUE } from '../src/providers/catalogue.ts';
import { systemClock as clock } from '../src/system/clock.ts';
import { systemRandom as random } from '../src/system/random.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { addClient, readClients } from './platform-app-secret.ts';
import { readSecret } from './read-secret.ts';
import { findFunction } from './stage-variables.ts';

const USAGE = `npm run apps -- put <provider> --stage <stage> --client-id <id>
npm run apps -- list --stage <stage>

The client secret is asked for, or read from standard input; never give it as an argument.
--table <name> and --api-origin <https://…> are used instead of what the stage's functions are told.`;

interface Options {
  stage: string;
  clientId: string | undefined;
  table: string | undefined;
  apiOrigin: string | undefined;
}

function readArguments(): { command: string[]; options: Options } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        stage: { type: 'string' },
        'client-id': { type: 'string' },
        table: { type: 'string' },
        'api-origin': { type: 'string' },
      },
    });
    const { stage, table, 'client-id': clientId, 'api-origin': apiOrigin } = values;
    if (!stage) throw new OperatorError(USAGE);
    return { command: positionals, options: { stage, clientId, table, apiOrigin } };
  } catch {
    // The parser's own message quotes what it did not expect.
    throw new OperatorError(USAGE);
  }
}

/** From `connect`'s own variables, but for what the operator says. */
async function stageOf({ stage, table, apiOrigin }: Options) {
  if (table) return { tableName: table, prefix: `connections/${stage}/apps/`, apiOrigin };
  const { read } = await findFunction(new LambdaClient(), stage, 'connect');
  return {
    tableName: read('table'),
    prefix: read('platformApps'),
    apiOrigin: apiOrigin ?? read('apiOrigin'),
  };
}

async function put(provider: string, options: Options): Promise<void> {
  const { clientId } = options;
  if (!CATALOGUE.has(provider))
    throw new OperatorError(`No provider of that name; there are: ${[...CATALOGUE.keys()].join(' ')}.`);
  if (!clientId || !/^[\x21-\x7e]{1,500}$/.test(clientId)) throw new OperatorError(USAGE);
  const { tableName, prefix, apiOrigin } = await stageOf(options);
  const secret = await readSecret(`Client secret of ${clientId} at ${provider} (not shown): `);
  const table = { client: dynamoDBClient(), tableName };
  const apps = oauthAppStore(table);
  // The secret first: an app that is known without one fails its connections.
  await addClient(new SecretsManagerClient(), prefix + provider, { clientId, secret });
  await putVerifiedApp({ apps, clock, random }, { provider, clientId });
  const newest = await apps.newest(VERIFIED, provider);
  if (newest?.clientId !== clientId)
    throw new OperatorError('Somebody else put an app at the same moment. Enter it again.');
  // What its provider held against an old secret is no reason to wait with this one.
  const appKey = appKeyOf({ owner: VERIFIED, provider, version: newest.version });
  await appHealthStore(table).delete({ appKey }, {});
  say(
    `${provider}: version ${newest.version} of the verified app of stage ${options.stage}, client ${clientId}.`,
  );
  say('The functions use it within five minutes.');
  if (apiOrigin)
    say(`Redirect URI to register at the provider: ${redirectUri({ apiOrigin }, provider, VERIFIED)}`);
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

runCommand(async () => {
  const { command, options } = readArguments();
  const [verb, provider, ...rest] = command;
  if (verb === 'put' && provider && rest.length === 0) return put(provider, options);
  if (verb === 'list' && !provider) return list(options);
  throw new OperatorError(USAGE);
});
