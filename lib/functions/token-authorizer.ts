/** token-authorizer: the authorizer of the REST API in front of MCP servers. It gives each request its token. */
import { Duration } from 'aws-cdk-lib';
import type { FunctionDefinition } from './function-definition.ts';
import { grantInjection, injectorAlarms } from './injector.ts';

export const tokenAuthorizer: FunctionDefinition = {
  description: 'Gives a request to an MCP server its token, at API Gateway',
  // API Gateway waits 10 s for the authorizer of an HTTP API. For a REST API AWS documents no limit, so this function does
  // not rely on a longer one. A refresh on demand may take 8 s of it.
  timeout: Duration.seconds(10),
  // Every request to an MCP server waits for it, so its cold start must be short.
  memory: 1024,
  containsServers: true,
  startsFast: true,
  grantRights: grantInjection,
  // It makes API Gateway answer 401 by throwing an error, which Lambda counts as an error of the invocation.
  alarms: (own, { metrics }) => injectorAlarms({ name: 'token-authorizer', errors: 500 }, own, metrics),
};
