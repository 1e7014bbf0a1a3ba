/** connect: everything that a person does to connections: consents, OAuth apps, MCP servers, disconnects. */
import { Duration } from 'aws-cdk-lib';
import { ACCOUNT_INDEX } from '../../src/contract/table.ts';
import { FIVE_MINUTES, HOUR } from '../operations/stage-metrics.ts';
import { ofTypes } from '../storage/table-conditions.ts';
import type { FunctionDefinition } from './function-definition.ts';
import {
  activityNotRecorded,
  eventsNotSent,
  functionErrors,
  issuerUnreachable,
  throttled,
  vaultKeyFailing,
} from './shared-alarms.ts';

export const connect: FunctionDefinition = {
  description: 'Starts and completes consent, disconnects',
  // HTTP APIs time out after 30 s, which cannot be changed. A request to a provider may take 10 s, and a disconnect makes
  // several.
  timeout: Duration.seconds(29),
  memory: 512,
  containsServers: true,

  grantRights(role, { table, vaultKey, platformApps, escrow, events, functions }) {
    // These items are never deleted: a disconnected connection keeps its item, and without its data key no token can be
    // read.
    table.allow(role, ['GetItem', 'Query', 'UpdateItem'], ofTypes('connection', 'dataKey'));
    // Entries of the activity and counts of acts are written and not read.
    table.allow(role, ['UpdateItem'], ofTypes('activity', 'acts'));
    table.allow(
      role,
      ['GetItem', 'Query', 'UpdateItem', 'DeleteItem'],
      ofTypes('consentSession', 'oauthApp', 'server', 'clientHolder'),
    );
    // What was seen of the tools of servers: an admin approves it, and it ends with the server or the workspace.
    table.allow(role, ['GetItem', 'Query', 'UpdateItem', 'DeleteItem'], ofTypes('seenTools'));
    // Names of people, which a person, an admin and the deletion of a workspace erase.
    table.allow(role, ['GetItem', 'Query', 'UpdateItem', 'DeleteItem'], ofTypes('person'));
    // Nobody may delete a workspace's choice of OAuth apps: without the row verified ones are allowed again.
    table.allow(role, ['GetItem', 'UpdateItem'], ofTypes('appPolicy'));
    // Refreshes with an app pause when its provider refuses the app's secret. A new secret ends the pause.
    table.allow(role, ['DeleteItem'], ofTypes('appHealth'));
    // A request that waits for an endpoint of a tenant takes one of the tenant's places.
    table.allow(role, ['GetItem', 'UpdateItem'], ofTypes('places'));
    // What servers asked for: an admin's no, and what a member may not start.
    table.allow(role, ['GetItem', 'UpdateItem'], ofTypes('stepUp'));
    table.allow(role, ['Query', 'UpdateItem', 'DeleteItem'], ofTypes('grantMark'));
    table.allowIndex(role, ACCOUNT_INDEX.name);
    // It creates the stage's first data key.
    vaultKey.grantDecryptAndGenerate(role);
    platformApps.grantRead(role);
    functions['token-refresh'].grantInvoke(role);
    escrow.grantPut(role);
    events.grantPublish(role);
  },

  alarms: (own, context) => [
    {
      id: 'unstored-tokens-lost',
      section: 'unstored-tokens-lost',
      description:
        'Tokens of a consent could be neither stored nor revoked nor kept: they stay valid at the provider.',
      metric: context.metrics.of('connect', 'UnstoredTokensLost', { period: FIVE_MINUTES }),
      threshold: 1,
    },
    {
      id: 'issuer-refused',
      section: 'issuer-refused',
      description:
        'In several workspaces a provider names another issuer in its redirects than its definition has, so consents are refused.',
      // One person can edit the address of their own consent, and does not ring.
      metric: context.metrics.workspaces('issuer_refused', HOUR),
      threshold: context.thresholds.refusedIssuerWorkspaces,
    },
    functionErrors(own, context),
    activityNotRecorded(own, context),
    eventsNotSent(own, context),
    issuerUnreachable(own, context),
    vaultKeyFailing(own, context),
    throttled(own, context),
  ],
};
