/**
 * mcp-endpoint: answers people's own MCP clients. All that it may do is to ask token-injector, and to derive the keys of session
 * ids.
 */
import { Duration } from 'aws-cdk-lib';
import type { FunctionDefinition } from './function-definition.ts';
import { functionErrors, issuerUnreachable, throttled } from './shared-alarms.ts';

/** API Gateway ends a stream that was silent for this long. A call of a tool may take 4.75 minutes of it (src/endpoint/limits.ts). */
export const LONGEST_ANSWER = Duration.minutes(5);

export const mcpEndpoint: FunctionDefinition = {
  description: 'Answers MCP clients of people, with the tools of their workspaces',
  timeout: LONGEST_ANSWER,
  // It reads the lists of all servers of a workspace at once, and holds answers of several megabytes.
  memory: 1024,

  grantRights(role, { functions, cursorKey }) {
    functions['token-injector'].grantInvoke(role);
    cursorKey.grantDerive(role);
  },

  alarms: (own, context) => [
    functionErrors(own, context),
    issuerUnreachable(own, context),
    throttled(own, context),
  ],
};
