import middy from '@middy/core';
import { toolCallStore } from '../src/aws/calls-table/tool-calls.ts';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { lambdaRefresher } from '../src/aws/lambda-refresher.ts';
import { refresherInvoker } from '../src/aws/refresher-invoker.ts';
import { activityStore } from '../src/aws/table/activity.ts';
import { connectionStore } from '../src/aws/table/connections.ts';
import { dataKeyStore } from '../src/aws/table/data-keys.ts';
import { seenToolsStore } from '../src/aws/table/seen-tools.ts';
import { serverReads } from '../src/aws/table/server-reads.ts';
import { serverStore } from '../src/aws/table/servers.ts';
import { stepUpStore } from '../src/aws/table/step-ups.ts';
import { workspaceMarks } from '../src/aws/table/workspace-marks.ts';
import { checkInjectHealth } from '../src/broker/deployment/check-health.ts';
import { answerRuntime } from '../src/broker/inject/answer-runtime.ts';
import { refuse } from '../src/broker/inject/refuse-injection.ts';
import { LIMITS } from '../src/broker/limits.ts';
import { cachedServers } from '../src/broker/servers/own-servers.ts';
import { personalWorkspacesRule, toolChangesRule } from '../src/contract/environment.ts';
import { isHealthRequest } from '../src/contract/health.ts';
import { issuerOf } from './issuer-of.ts';
import { lastResort } from './last-resort.ts';
import { clock, lambdaAddress, log, random, variablesOf } from './process.ts';
import { stageServers } from './stage-servers.ts';
import { vaultOf } from './vault.ts';
import { verifyCallerOf } from './verify-caller.ts';
import { warmKey } from './warm-key.ts';

const read = variablesOf('token-injector');
const client = dynamoDBClient();
const table = { client, tableName: read('table'), log };
const vault = vaultOf(read, table);
const invokeRefresh = refresherInvoker(lambdaAddress());
const verifyPerson = verifyCallerOf(read, issuerOf(read), read('injectorAudiences').split(' '));
const ports = {
  settings: { dashboardUrl: read('dashboardUrl') },
  servers: stageServers(),
  ownServers: cachedServers(serverStore(table), vault, clock),
  connections: connectionStore(table),
  toolCalls: toolCallStore({ client, tableName: read('callsTable'), log }),
  stepUps: stepUpStore(table),
  seenTools: seenToolsStore(table),
  activity: activityStore(table),
  serverReads: serverReads(table),
  workspaceMarks: workspaceMarks(table),
  vault,
  // Any other value than this one keeps the check on.
  verifyCaller: read('callerToken') === 'trust-the-runtime-without-a-caller-token' ? undefined : verifyPerson,
  verifyPerson,
  personalWorkspaces: personalWorkspacesRule(read('personalWorkspaces')),
  toolChanges: toolChangesRule(read('toolChanges')),
  clock,
  random,
  log,
};

await warmKey(vault);

interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export const handler = middy((event: unknown, context: LambdaContext) => {
  const timeLeft = () => context.getRemainingTimeInMillis() - LIMITS.leaseReserve;
  const refresher = lambdaRefresher(invokeRefresh, read('refreshFunction'), timeLeft);
  if (isHealthRequest(event))
    return checkInjectHealth({ ...ports, refresher, dataKeys: dataKeyStore(table) });
  const deadline = clock.now() + context.getRemainingTimeInMillis();
  return answerRuntime({ ...ports, refresher, deadline }, event);
}).use(lastResort(() => refuse(ports, 'temporarily_unavailable', undefined, { retryAfterSeconds: 1 })));
