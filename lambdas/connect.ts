import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { lambdaRefresher, lambdaRevoker } from '../src/aws/lambda-refresher.ts';
import { refresherInvoker } from '../src/aws/refresher-invoker.ts';
import { actCounters } from '../src/aws/table/act-counters.ts';
import { activityStore } from '../src/aws/table/activity.ts';
import { appHealthStore } from '../src/aws/table/app-health.ts';
import { connectionStore } from '../src/aws/table/connections.ts';
import { consentSessionStore } from '../src/aws/table/consent-sessions.ts';
import { grantMarkStore } from '../src/aws/table/grant-marks.ts';
import { appPolicyStore, clientHolderStore, oauthAppStore } from '../src/aws/table/oauth-apps.ts';
import { peopleStore } from '../src/aws/table/people.ts';
import { placesStore } from '../src/aws/table/places.ts';
import { publicReads } from '../src/aws/table/public-reads.ts';
import { seenToolsStore } from '../src/aws/table/seen-tools.ts';
import { serverStore } from '../src/aws/table/servers.ts';
import { stepUpStore } from '../src/aws/table/step-ups.ts';
import { workspaceMarks } from '../src/aws/table/workspace-marks.ts';
import { allowedAppsRule, personalWorkspacesRule } from '../src/contract/environment.ts';
import { hostResolver } from '../src/egress/host-resolver.ts';
import { createConnect } from '../src/http/connect.ts';
import { CATALOGUE } from '../src/providers/catalogue.ts';
import { escrowIn } from './escrow.ts';
import { eventsOf } from './event-bus.ts';
import { httpHandler } from './http-handler.ts';
import { issuerOf } from './issuer-of.ts';
import { platformSecretsOf } from './platform-secrets.ts';
import { clock, lambdaAddress, log, meter, newCorrelationId, random, variablesOf } from './process.ts';
import { providerFetch } from './provider-fetch.ts';
import { stageServers } from './stage-servers.ts';
import { vaultOf } from './vault.ts';
import { verifyCallerOf } from './verify-caller.ts';
import { verifyIdTokenOf } from './verify-id-token.ts';

const read = variablesOf('connect');
const table = { client: dynamoDBClient(), tableName: read('table'), log };
const issuer = issuerOf(read);
const invokeRefresh = refresherInvoker(lambdaAddress());

export const handler = httpHandler(
  createConnect(
    {
      settings: {
        environment: read('stage'),
        apiOrigin: read('apiOrigin'),
        dashboardUrl: read('dashboardUrl'),
        // Any other value than this one keeps the stricter rule.
        workspaceServers:
          read('workspaceServers') === 'allow-private-addresses-of-servers-beside-the-runtime'
            ? 'allow-private-addresses-of-servers-beside-the-runtime'
            : 'public-https-only',
        allowedApps: allowedAppsRule(read('allowedApps')),
      },
      catalogue: CATALOGUE,
      servers: stageServers(),
      serverRecords: serverStore(table),
      connections: connectionStore(table),
      grantMarks: grantMarkStore(table),
      unstoredCopies: escrowIn(read('escrowBucket')),
      workspaceMarks: workspaceMarks(table),
      sessions: consentSessionStore(table),
      apps: oauthAppStore(table),
      appPolicies: appPolicyStore(table),
      appHealth: appHealthStore(table),
      places: placesStore(table),
      stepUps: stepUpStore(table),
      seenTools: seenToolsStore(table),
      clientHolders: clientHolderStore(table),
      activity: activityStore(table),
      people: peopleStore(table),
      verifyIdToken: verifyIdTokenOf(read, issuer),
      acts: actCounters(table),
      reads: publicReads(table),
      events: eventsOf(read),
      platformSecrets: platformSecretsOf(read),
      refresher: lambdaRefresher(invokeRefresh, read('refreshFunction')),
      revoker: lambdaRevoker(invokeRefresh, read('refreshFunction')),
      vault: vaultOf(read, table, { mayCreateFirst: true }),
      fetch: providerFetch,
      hosts: hostResolver,
      clock,
      random,
      log,
    },
    {
      log,
      meter,
      newCorrelationId,
      verifyCaller: verifyCallerOf(read, issuer),
      personalWorkspaces: personalWorkspacesRule(read('personalWorkspaces')),
    },
  ),
);
