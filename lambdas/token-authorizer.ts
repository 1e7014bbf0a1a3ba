import middy from '@middy/core';
import { toolCallStore } from '../src/aws/calls-table/tool-calls.ts';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { lambdaRefresher } from '../src/aws/lambda-refresher.ts';
import { refresherInvoker } from '../src/aws/refresher-invoker.ts';
import { connectionStore } from '../src/aws/table/connections.ts';
import { serverReads } from '../src/aws/table/server-reads.ts';
import { serverStore } from '../src/aws/table/servers.ts';
import { workspaceMarks } from '../src/aws/table/workspace-marks.ts';
import { authorizeRequest } from '../src/broker/authorize/authorize-request.ts';
import { deny, EVERYTHING } from '../src/broker/authorize/authorizer-answer.ts';
import { refuse } from '../src/broker/inject/refuse-injection.ts';
import { NO_STEP_UPS } from '../src/broker/inject/step-up.ts';
import { LIMITS } from '../src/broker/limits.ts';
import { cachedServers } from '../src/broker/servers/own-servers.ts';
import { personalWorkspacesRule } from '../src/contract/environment.ts';
import { lastResort } from './last-resort.ts';
import { clock, lambdaAddress, log, random, variablesOf } from './process.ts';
import { stageServers } from './stage-servers.ts';
import { vaultOf } from './vault.ts';
import { verifyCallerOf } from './verify-caller.ts';
import { warmKey } from './warm-key.ts';

const read = variablesOf('token-authorizer');
const client = dynamoDBClient();
const table = { client, tableName: read('table'), log };
const vault = vaultOf(read, table);
const invoker = refresherInvoker(lambdaAddress());
const ports = {
  settings: { dashboardUrl: read('dashboardUrl') },
  servers: stageServers(),
  proxied: new Set(read('proxiedServers').split(' ')),
  ownServers: cachedServers(serverStore(table), vault, clock),
  connections: connectionStore(table),
  serverReads: serverReads(table),
  workspaceMarks: workspaceMarks(table),
  toolCalls: toolCallStore({ client, tableName: read('callsTable'), log }),
  // API Gateway shows it no answer of a server, so nobody tells it of a challenge.
  stepUps: NO_STEP_UPS,
  vault,
  verifyCaller: verifyCallerOf(read),
  personalWorkspaces: personalWorkspacesRule(read('personalWorkspaces')),
  clock,
  random,
  log,
};

await warmKey(ports.vault);

interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

const answer = middy((event: unknown, context: LambdaContext) => {
  const timeLeft = () =>
    Math.min(LIMITS.authorizerRefresh, context.getRemainingTimeInMillis() - LIMITS.authorizerReserve);
  const refresher = lambdaRefresher(invoker, read('refreshFunction'), timeLeft);
  return authorizeRequest({ ...ports, refresher, deadline: clock.now() + timeLeft() }, event);
}).use(lastResort(() => deny(EVERYTHING, refuse(ports, 'temporarily_unavailable').context)));

/** API Gateway answers 401 only if the authorizer fails with the message `Unauthorized`. */
export async function handler(event: unknown, context: LambdaContext): Promise<unknown> {
  const result = await answer(event, context);
  if (result === 'unauthorized') throw new Error('Unauthorized');
  return result;
}
