import { createOAuthCallback } from '../src/http/oauth-callback.ts';
import { httpHandler } from './http-handler.ts';
import { log, newCorrelationId, variablesOf } from './process.ts';

const read = variablesOf('oauth-callback');

export const handler = httpHandler(
  createOAuthCallback(
    { settings: { dashboardUrl: read('dashboardUrl'), apiOrigin: read('apiOrigin') } },
    { log, newCorrelationId },
  ),
);
