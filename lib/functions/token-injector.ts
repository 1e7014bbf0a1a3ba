/** token-injector: an MCP runtime invokes it before each tool call, and gets the token for that call. */
import { Duration } from 'aws-cdk-lib';
import { SERVER_ATTRIBUTES } from '../../src/contract/table.ts';
import { every, naming, ofTypes, SELECTING } from '../storage/table-conditions.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { grantInjection, injectorAlarms } from './injector.ts';
import { failing } from './shared-alarms.ts';

export const tokenInjector: FunctionDefinition = {
  description: 'Gives a tool call its token, once',
  // A refresh on demand takes up to 12 s, and so does the wait for another one's result.
  timeout: Duration.seconds(15),
  // Every tool call waits for it, so its cold start must be short.
  memory: 1024,
  containsServers: true,
  startsFast: true,
  grantRights(role, context) {
    grantInjection(role, context);
    // What servers asked for beyond the scopes of connections. Only a challenge reads or writes it.
    context.table.allow(role, ['GetItem', 'UpdateItem'], ofTypes('stepUp'));
    // What was seen of the tools of servers, and the entry of a change.
    context.table.allow(role, ['GetItem', 'UpdateItem'], ofTypes('seenTools'));
    context.table.allow(role, ['UpdateItem'], ofTypes('activity'));
    // The list of all servers of a workspace: without the seals.
    context.table.allow(role, ['Query'], every(ofTypes('server'), naming(SERVER_ATTRIBUTES), SELECTING));
  },
  alarms: (own, context) =>
    injectorAlarms(
      own,
      context,
      failing(own, {
        id: 'token-injector-errors',
        section: 'injector-errors',
        description: 'Invocations of token-injector fail, although it is written to answer in every case.',
        least: context.thresholds.injectorErrors,
      }),
    ),
  deploymentAlarms: ['token-injector-errors', 'vault-key-failing-token-injector'],
};
