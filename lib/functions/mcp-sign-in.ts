/** mcp-sign-in: the authorizer in front of mcp-endpoint. It verifies access tokens, and has no right in the account. */
import { Duration } from 'aws-cdk-lib';
import type { FunctionDefinition } from './function-definition.ts';
import { functionErrors, issuerUnreachable, throttled } from './shared-alarms.ts';

export const mcpSignIn: FunctionDefinition = {
  description: 'Verifies the sign-in of people’s MCP clients, at API Gateway',
  // As token-authorizer: AWS documents no limit for the authorizer of a REST API.
  timeout: Duration.seconds(10),
  // Every request of an MCP client waits for it, so its cold start must be short.
  memory: 1024,
  startsFast: true,

  grantRights() {
    // It needs none beyond its own log.
  },

  alarms: (own, context) => [
    functionErrors(own, context),
    issuerUnreachable(own, context),
    throttled(own, context),
  ],
};
