import middy from '@middy/core';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { activityStore } from '../src/aws/table/activity.ts';
import { appHealthStore } from '../src/aws/table/app-health.ts';
import { connectionStore } from '../src/aws/table/connections.ts';
import { dataKeyStore } from '../src/aws/table/data-keys.ts';
import { grantMarkStore } from '../src/aws/table/grant-marks.ts';
import { oauthAppStore } from '../src/aws/table/oauth-apps.ts';
import { checkRefreshHealth } from '../src/broker/deployment/check-health.ts';
import { answerRefresh } from '../src/broker/refresh/answer-refresh.ts';
import { refreshMetrics } from '../src/broker/refresh/refresh-metrics.ts';
import { isHealthRequest } from '../src/contract/health.ts';
import { CATALOGUE } from '../src/providers/catalogue.ts';
import { escrowIn } from './escrow.ts';
import { eventsOf } from './event-bus.ts';
import { idleAfter } from './idle-after.ts';
import { lastResort } from './last-resort.ts';
import { platformSecretsOf } from './platform-secrets.ts';
import { clock, log, meter, random, variablesOf } from './process.ts';
import { providerFetch } from './provider-fetch.ts';
import { vaultOf } from './vault.ts';

const read = variablesOf('token-refresh');
const table = { client: dynamoDBClient(), tableName: read('table'), log };
const ports = {
  settings: { environment: read('stage') },
  catalogue: CATALOGUE,
  connections: connectionStore(table),
  grantMarks: grantMarkStore(table),
  apps: oauthAppStore(table),
  appHealth: appHealthStore(table),
  escrow: escrowIn(read('escrowBucket')),
  idleAfter: idleAfter(read('idleAfterDays')),
  activity: activityStore(table),
  events: eventsOf(read),
  platformSecrets: platformSecretsOf(read),
  vault: vaultOf(read, table),
  fetch: providerFetch,
  clock,
  random,
  log,
};

interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export const handler = middy(async (event: unknown, context: LambdaContext) => {
  if (isHealthRequest(event)) return checkRefreshHealth({ ...ports, dataKeys: dataKeyStore(table) });
  const report = await answerRefresh(ports, event, clock.now() + context.getRemainingTimeInMillis());
  meter(refreshMetrics(report));
  return report;
}).use(
  // The invocation must fail, so that the caller and the alarm see it.
  lastResort((): unknown => new Error('token-refresh failed')),
);
