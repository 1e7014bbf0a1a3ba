/** The handler that token-refresh and token-tick share: each answers events of its own kind, with the same ports. */
import middy from '@middy/core';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { activityStore } from '../src/aws/table/activity.ts';
import { appHealthStore } from '../src/aws/table/app-health.ts';
import { connectionStore } from '../src/aws/table/connections.ts';
import { dataKeyStore } from '../src/aws/table/data-keys.ts';
import { grantMarkStore } from '../src/aws/table/grant-marks.ts';
import { oauthAppStore } from '../src/aws/table/oauth-apps.ts';
import { placesStore } from '../src/aws/table/places.ts';
import { checkRefreshHealth } from '../src/broker/deployment/check-health.ts';
import type { Deadline } from '../src/broker/ports.ts';
import type { RefreshPorts } from '../src/broker/refresh/attempt.ts';
import { type NotedRefreshes, noteIn, refreshMetrics } from '../src/broker/refresh/refresh-metrics.ts';
import { isHealthRequest } from '../src/contract/health.ts';
import type {
  ConnectionRefreshReport,
  ConnectionRevocationReport,
  TickReport,
} from '../src/contract/refresh.ts';
import { CATALOGUE } from '../src/providers/catalogue.ts';
import { escrowIn } from './escrow.ts';
import { eventsOf } from './event-bus.ts';
import { idleAfter } from './idle-after.ts';
import { lastResort } from './last-resort.ts';
import { platformSecretsOf } from './platform-secrets.ts';
import { clock, log, meter, random, type Variables, variablesOf } from './process.ts';
import { providerFetch } from './provider-fetch.ts';
import { vaultOf } from './vault.ts';

/** Answers one event with its report. Throws `invalid_request` for an event of another kind. */
type Answer = (
  ports: RefreshPorts,
  event: unknown,
  deadline: Deadline,
) => Promise<ConnectionRefreshReport | ConnectionRevocationReport | TickReport>;

interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** The handler of a function that refreshes. Throws an error that names the first missing variable. */
export function refreshingHandler(name: 'token-refresh' | 'token-tick', answer: Answer) {
  const { ports, dataKeys } = portsOf(variablesOf(name));
  return middy(async (event: unknown, context: LambdaContext) => {
    if (isHealthRequest(event)) return checkRefreshHealth({ ...ports, dataKeys });
    const noted: NotedRefreshes = {};
    const noteRefresh = noteIn.bind(undefined, noted);
    const deadline = clock.now() + context.getRemainingTimeInMillis();
    const report = await answer({ ...ports, noteRefresh }, event, deadline);
    for (const { values, provider } of refreshMetrics(report, noted)) meter(values, provider);
    return report;
  }).use(
    // The invocation must fail, so that the caller and the alarm see it.
    lastResort((): unknown => new Error(`${name} failed`)),
  );
}

function portsOf(read: Variables) {
  const table = { client: dynamoDBClient(), tableName: read('table'), log };
  const ports: RefreshPorts = {
    settings: { environment: read('stage') },
    catalogue: CATALOGUE,
    connections: connectionStore(table),
    apps: oauthAppStore(table),
    appHealth: appHealthStore(table),
    places: placesStore(table),
    grantMarks: grantMarkStore(table),
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
  return { ports, dataKeys: dataKeyStore(table) };
}
