import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { consentSessionStore } from '../src/aws/table/consent-sessions.ts';
import { createOAuthCallback } from '../src/http/oauth-callback.ts';
import { httpHandler } from './http-handler.ts';
import { clock, log, newCorrelationId, random, variablesOf } from './process.ts';

const read = variablesOf('oauth-callback');
const sessions = consentSessionStore({ client: dynamoDBClient(), tableName: read('table'), log });

export const handler = httpHandler(
  createOAuthCallback(
    { settings: { dashboardUrl: read('dashboardUrl') }, sessions, clock, random },
    { log, newCorrelationId },
  ),
);
