/**
 * Each function's role allows every request that the function's code really sends.
 * Covers lib/storage/table-conditions.ts, lib/storage/calls-table.ts, lib/functions/connect.ts, lib/functions/connections-api.ts,
 * lib/functions/oauth-callback.ts, lib/functions/token-refresh.ts, lib/functions/token-injector.ts,
 * lib/functions/token-authorizer.ts, lib/functions/rotate-data-key.ts, lib/functions/deployment-check.ts,
 * src/broker/inject/mark-operation.ts, src/broker/inject/note-use.ts.
 */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FunctionName } from '../../../src/contract/environment.ts';
import { attribute } from '../resolve.ts';
import {
  callsTableIn,
  mainTableIn,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  withEverything,
} from '../stage-template.ts';
import { iamRequest } from './iam-request.ts';
import { evaluate, type Request } from './policy-evaluator.ts';
import { CALLS, client, REQUESTS } from './requests-of-functions.ts';
import { statementsOfRole } from './role-statements.ts';

let prod: StageTemplate;
beforeAll(() => {
  prod = stageTemplate(withEverything(settingsOf('prod')));
});

/** The client keeps every request and answers it with nothing. */
let sent: Request[] = [];
client.middlewareStack.add(
  (_, { commandName = '' }) =>
    async ({ input }) => {
      const asked = (input as { TableName: string }).TableName === CALLS;
      const tableArn = attribute((asked ? callsTableIn : mainTableIn)(prod)[0], 'Arn');
      sent.push(iamRequest(commandName, input as never, tableArn));
      return { response: {}, output: { $metadata: {} } as never };
    },
  { step: 'initialize' },
);
beforeEach(() => {
  sent = [];
});

describe.each(Object.entries(REQUESTS) as [FunctionName, [string, () => Promise<unknown>][]][])(
  '%s may send',
  (name, requests) => {
    it.each(requests)('%s', async (_, send) => {
      await send();
      expect(sent.length).toBeGreaterThan(0);
      const statements = statementsOfRole(prod, prod.roleIds[name]);
      for (const request of sent)
        expect([evaluate(statements, request), request]).toEqual(['allowed', request]);
    });
  },
);
