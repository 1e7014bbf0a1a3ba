/** server-trial: calls one tool of an MCP server for an admin. All that it may do is to ask token-injector for the token. */
import { Duration } from 'aws-cdk-lib';
import type { FunctionDefinition } from './function-definition.ts';
import { functionErrors, issuerUnreachable, throttled } from './shared-alarms.ts';

export const serverTrial: FunctionDefinition = {
  description: 'Tries an MCP server with one call of a tool',
  // HTTP APIs time out after 30 s, which cannot be changed. The injector may take 15 s of it, and the server has the rest.
  timeout: Duration.seconds(29),
  // The answer of a server is searched for the token, which takes CPU.
  memory: 1024,

  grantRights(role, { functions }) {
    functions['token-injector'].grantInvoke(role);
  },

  alarms: (own, context) => [
    functionErrors(own, context),
    issuerUnreachable(own, context),
    throttled(own, context),
  ],
};
