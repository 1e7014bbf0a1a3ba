/** The life of one connection through the uploaded bundles; each step says what it saw, or throws. */

import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteItemCommand, DynamoDBClient, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ALIASED_FUNCTIONS } from '../../lib/settings/aliased-functions.ts';
import { HEALTH_REQUEST, isHealthy } from '../../src/contract/health.ts';
import { PARTITION } from '../../src/contract/table.ts';
import { copyTable } from '../setup/copy-table.ts';
import { runToEnd } from './cdk.ts';
import { CLIENT_ID, type Injected, type Rehearsal, STAGE, WORKSPACE } from './rehearsal.ts';

export interface Step {
  title: string;
  run(rehearsal: Rehearsal): Promise<string>;
}

/**
 * Seconds. Long enough for the calls before the tick, short enough to wait for. The second is not below the floor of
 * forced refreshes.
 */
const FIRST_LIFE = 16;
const SECOND_LIFE = 30;
const USUAL_LIFE = 7_200;

function check(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** The provider takes what was injected, and it is of this generation. */
function checkLive({ running }: Rehearsal, { isAuthorized, context }: Injected, generation: number): string {
  check(isAuthorized, `not injected: ${context.reason}`);
  const token = /^Bearer (\S+)$/.exec(context.headers?.Authorization ?? '')?.[1] ?? '';
  check(running.isLive(token), 'the provider does not take the injected token');
  check(context.generation === generation, `generation ${context.generation} instead of ${generation}`);
  return `the provider takes the token of generation ${generation}`;
}

const operator = (command: string[], { aws, lambdaEndpoint }: Rehearsal, input?: string) =>
  runToEnd(['node', ...command], { ...aws, AWS_ENDPOINT_URL_LAMBDA: lambdaEndpoint }, input);

const putApp: Step = {
  title: 'an operator enters the verified app with npm run apps, and pipes its secret',
  async run(rehearsal) {
    const put = ['ops/apps.ts', 'put', 'gitlab', '--stage', STAGE, '--client-id', CLIENT_ID];
    const told = await operator(put, rehearsal, `${rehearsal.clientSecret}\n`);
    check(!told.includes(rehearsal.clientSecret), 'the secret was printed');
    check(told.includes('/oauth/callback/gitlab/verified'), 'no redirect URI was printed');
    const list = await operator(['ops/apps.ts', 'list', '--stage', STAGE], rehearsal);
    check(/gitlab {2}version 1 .* has a secret/.test(list), `the list says: ${list}`);
    return list.trim();
  },
};

const health: Step = {
  title: 'the new versions answer the health check that precedes a deployment with canaries',
  async run({ invoke }) {
    for (const name of ALIASED_FUNCTIONS) {
      const answer = await invoke(name, HEALTH_REQUEST);
      check(isHealthy(answer), `${name} says ${JSON.stringify(answer)}`);
    }
    return 'all three functions reach the table, its indexes, the escrow and the vault key, and token-injector reaches token-refresh';
  },
};

const connect: Step = {
  title: 'a person connects GitLab: start, callback, complete',
  async run({ request, running, internet }) {
    internet.setTokenLife(FIRST_LIFE);
    const sessions = `/v1/workspaces/${WORKSPACE}/connect-sessions`;
    const started = await request('connect', 'POST', sessions, { provider: 'gitlab' });
    check(started.status === 201, `start answered ${started.status} ${started.body?.code}`);
    const callback = new URL(running.authorize(new URL(started.body.authorizationUrl)));
    const returned = await request('oauth-callback', 'GET', callback.pathname + callback.search);
    check(returned.status === 303, `the callback answered ${returned.status}`);
    const fragment = new URLSearchParams(new URL(returned.location).hash.slice(1));
    const { id: session, completionSecret } = started.body;
    const completed = await request('connect', 'POST', `${sessions}/${session}/complete`, {
      completionSecret,
      provider: fragment.get('provider'),
      owner: fragment.get('owner'),
      query: Buffer.from(fragment.get('query') ?? '', 'base64url').toString(),
    });
    check(completed.status === 200, `complete answered ${completed.status} ${completed.body?.code}`);
    const list = await request('connections-api', 'GET', `/v1/workspaces/${WORKSPACE}/connections`);
    const [{ id, status, account } = {} as Record<string, string>] = list.body.connections;
    check(id === 'gitlab' && status === 'active', `the list says ${JSON.stringify(list.body)}`);
    return `connections-api shows ${id}, ${status}${account ? `, ${JSON.stringify(account)}` : ''}`;
  },
};

const inject: Step = {
  title: 'a tool call gets the token once',
  async run(rehearsal) {
    const id = rehearsal.operationId();
    const seen = checkLive(rehearsal, await rehearsal.inject(id), 1);
    const { context } = await rehearsal.inject(id);
    check(context.reason === 'tool_call_replayed', `the same operation again: ${context.reason}`);
    const { body } = await rehearsal.request(
      'connections-api',
      'GET',
      `/v1/workspaces/${WORKSPACE}/calls/${id}`,
    );
    check(body.outcome === 'injected' && body.replayedAt, `its record says ${JSON.stringify(body)}`);
    return `${seen}; the same operation again got ${context.reason}, and connections-api shows both`;
  },
};

const tick: Step = {
  title: 'the tick refreshes what is due',
  async run(rehearsal) {
    rehearsal.internet.setTokenLife(SECOND_LIFE);
    const event = { version: '1', kind: 'tick' };
    for (let left = FIRST_LIFE; left > 0; left--) {
      const report = (await rehearsal.invoke('token-tick', event)) as { outcomes: object };
      if (JSON.stringify(report.outcomes) === '{"refreshed":1}')
        return checkLive(rehearsal, await rehearsal.inject(), 2);
      check(Object.keys(report.outcomes).length === 0, `the tick says ${JSON.stringify(report)}`);
      await sleep(1_000);
    }
    throw new Error('the connection never fell due');
  },
};

const onDemand: Step = {
  title: 'the token expires: the injector of the next call invokes token-refresh',
  async run(rehearsal) {
    rehearsal.internet.setTokenLife(USUAL_LIFE);
    await sleep(SECOND_LIFE * 1_000);
    return checkLive(rehearsal, await rehearsal.inject(), 3);
  },
};

const afterUpdate: Step = {
  title: 'the connection still exists after the second deployment',
  run: async (rehearsal) => checkLive(rehearsal, await rehearsal.inject(), 3),
};

const rotateKey: Step = {
  title: 'an operator rotates the data key with npm run rotate-data-key while the functions run',
  async run(rehearsal) {
    const command = ['ops/rotate-data-key.ts', '--stage', STAGE];
    // Nobody waits here for the ten minutes after which a key may be replaced, and the older one go.
    await makeOlder(rehearsal, 1);
    const rotated = await operator(command, rehearsal);
    check(rotated.includes('Version 2 is the current data key now.'), `it says: ${rotated}`);
    const tooEarly = await operator([...command, '--retire'], rehearsal).catch(String);
    check(tooEarly.includes('younger than ten minutes'), `--retire at once says: ${tooEarly}`);
    await makeOlder(rehearsal, 2);
    const retired = await operator([...command, '--retire'], rehearsal);
    check(retired.includes('Removed: version 1.'), `--retire says: ${retired}`);
    return `${checkLive(rehearsal, await rehearsal.inject(), 3)}, sealed under version 2; version 1 is gone`;
  },
};

async function makeOlder({ deployed }: Rehearsal, version: number): Promise<void> {
  const client = new DynamoDBClient();
  const hourAgo = String(Date.now() - 3_600_000);
  await client.send(
    new UpdateItemCommand({
      TableName: deployed.connect.variables.CONNECTIONS_TABLE,
      Key: { pk: { S: PARTITION.dataKey }, sk: { S: String(version).padStart(10, '0') } },
      UpdateExpression: 'SET createdAt = :then',
      ExpressionAttributeValues: { ':then': { N: hourAgo } },
    }),
  );
  client.destroy();
}

const bringBack: Step = {
  title: 'the table loses the connection, and npm run bring-back copies it from a restored table',
  async run(rehearsal) {
    const live = rehearsal.deployed.connect.variables.CONNECTIONS_TABLE ?? '';
    const restored = `${live}-restored`;
    const client = new DynamoDBClient();
    await copyTable(client, live, restored);
    const Key = { pk: { S: `${PARTITION.connection}${WORKSPACE}` }, sk: { S: 'gitlab' } };
    await client.send(new DeleteItemCommand({ TableName: live, Key }));
    client.destroy();
    const { context } = await rehearsal.inject();
    check(context.reason === 'not_connected', `without it a call: ${context.reason}`);
    const told = await operator(['ops/bring-back.ts', '--stage', STAGE, '--from', restored], rehearsal);
    check(/ 1 connections were copied back, and are refreshed/.test(told), `bring-back says: ${told}`);
    return `${checkLive(rehearsal, await rehearsal.inject(), 4)}, refreshed before it was used`;
  },
};

const disconnect: Step = {
  title: 'disconnect revokes at the provider, and deletes here',
  async run({ request, inject: call, internet }) {
    const path = `/v1/workspaces/${WORKSPACE}/connections/gitlab`;
    const { status, body } = await request('connect', 'DELETE', path);
    check(status === 200, `disconnect answered ${status} ${body?.code}`);
    check(body.revocation.outcome === 'revoked', `the receipt says ${JSON.stringify(body)}`);
    const { context } = await call();
    check(context.reason === 'not_connected', `a call afterwards: ${context.reason}`);
    const asked = internet.requests.filter((one) => one === 'POST /oauth/revoke').length;
    check(asked === 2, `the provider was asked to revoke ${asked} times`);
    return `the receipt says ${body.revocation.outcome}; the next call got ${context.reason}`;
  },
};

const search: Step = {
  title: 'a search looks in the tables and the logs for every secret',
  async run({ deployed, internet, clientSecret, logged }) {
    const client = new DynamoDBClient();
    const { CONNECTIONS_TABLE, CONNECTIONS_CALLS_TABLE } = deployed['connections-api'].variables;
    const tables = [CONNECTIONS_TABLE, CONNECTIONS_CALLS_TABLE];
    const scans = tables.map((TableName) => client.send(new ScanCommand({ TableName })));
    const Items = (await Promise.all(scans)).flatMap((scan) => scan.Items ?? []);
    client.destroy();
    const asText = (_name: string, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
    const held = JSON.stringify(Items, asText) + logged.join('');
    const secrets = [...internet.tokens, clientSecret];
    for (const secret of secrets) check(!held.includes(secret), 'a secret lies in a table or the log');
    check(internet.violations.length === 0, internet.violations.join('; '));
    return `the search looked for ${secrets.length} secrets in ${Items.length} items and ${logged.length} pieces of log, and found none`;
  },
};

export const BEFORE_UPDATE: Step[] = [putApp, health, connect, inject, tick, onDemand];
export const AFTER_UPDATE: Step[] = [afterUpdate, rotateKey, bringBack, disconnect, search];
