/** The definition of every function, by its name. */
import type { FunctionName } from '../../src/contract/environment.ts';
import { connect } from './connect.ts';
import { connectionsApi } from './connections-api.ts';
import { deploymentCheck } from './deployment-check.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { mcpEndpoint } from './mcp-endpoint.ts';
import { mcpSignIn } from './mcp-sign-in.ts';
import { oauthCallback } from './oauth-callback.ts';
import { rotateDataKey } from './rotate-data-key.ts';
import { serverTrial } from './server-trial.ts';
import { tokenAuthorizer } from './token-authorizer.ts';
import { tokenInjector } from './token-injector.ts';
import { tokenRefresh } from './token-refresh.ts';
import { tokenTick } from './token-tick.ts';

export const FUNCTION_DEFINITIONS: Record<FunctionName, FunctionDefinition> = {
  'connections-api': connectionsApi,
  connect,
  'oauth-callback': oauthCallback,
  'token-refresh': tokenRefresh,
  'token-tick': tokenTick,
  'token-injector': tokenInjector,
  'server-trial': serverTrial,
  'rotate-data-key': rotateDataKey,
  'token-authorizer': tokenAuthorizer,
  'mcp-endpoint': mcpEndpoint,
  'mcp-sign-in': mcpSignIn,
  'deployment-check': deploymentCheck,
};
