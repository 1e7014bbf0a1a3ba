import { callReads } from '../src/aws/calls-table/call-reads.ts';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { publicReads } from '../src/aws/table/public-reads.ts';
import { allowedAppsRule, personalWorkspacesRule } from '../src/contract/environment.ts';
import { createConnectionsApi } from '../src/http/connections-api.ts';
import { CATALOGUE } from '../src/providers/catalogue.ts';
import { cursorKeysOf } from './cursor-keys.ts';
import { httpHandler } from './http-handler.ts';
import { clock, log, meter, newCorrelationId, variablesOf } from './process.ts';
import { stageServers } from './stage-servers.ts';
import { verifyCallerOf } from './verify-caller.ts';

const read = variablesOf('connections-api');
const client = dynamoDBClient();
const table = { client, tableName: read('table'), log };
const settings = { apiOrigin: read('apiOrigin'), allowedApps: allowedAppsRule(read('allowedApps')) };

export const handler = httpHandler(
  createConnectionsApi(
    {
      settings,
      catalogue: CATALOGUE,
      servers: stageServers(),
      reads: publicReads(table),
      callReads: callReads({ client, tableName: read('callsTable'), log }),
      cursorKeys: cursorKeysOf(read),
      clock,
    },
    {
      ...{ log, meter, newCorrelationId, verifyCaller: verifyCallerOf(read) },
      personalWorkspaces: personalWorkspacesRule(read('personalWorkspaces')),
    },
  ),
);
