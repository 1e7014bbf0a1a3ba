import middy from '@middy/core';
import { executionModeStreamifyResponse } from '@middy/core/StreamifyResponse';
import { createInjector } from '../client/src/index.ts';
import { requestOfEvent } from '../src/aws/rest-api/request-of-event.ts';
import { streamedAnswer } from '../src/aws/rest-api/streamed-answer.ts';
import { errorName } from '../src/broker/error-name.ts';
import { personalWorkspacesRule, toolChangesRule } from '../src/contract/environment.ts';
import { createEndpoint } from '../src/endpoint/endpoint.ts';
import { sessionKeysOf } from './cursor-keys.ts';
import { internalError } from './internal-error.ts';
import { lastResort } from './last-resort.ts';
import { mcpAddressOf, verifyForAddress } from './mcp-address.ts';
import { serverFetch } from './mcp-server-fetch.ts';
import { clock, log, random, variablesOf } from './process.ts';

const read = variablesOf('mcp-endpoint');
const settings = {
  ...mcpAddressOf(read),
  personalWorkspaces: personalWorkspacesRule(read('personalWorkspaces')),
  toolChanges: toolChangesRule(read('toolChanges')),
};
const endpoint = createEndpoint({
  settings,
  verifyCaller: verifyForAddress(read),
  injector: createInjector({ functionName: read('injectorFunction') }),
  serverFetch,
  keys: sessionKeysOf(read),
  clock,
  random,
  log,
});
const brokeOff = (error: unknown) => log.error('unhandled', { error: errorName(error) });

export const handler = middy(
  async (event: unknown): Promise<unknown> =>
    streamedAnswer(await endpoint.fetch(requestOfEvent(event, settings.address)), brokeOff),
  { executionMode: executionModeStreamifyResponse },
).use(lastResort(internalError));
