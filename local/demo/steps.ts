/** The steps of `npm run demo`. A step returns a sentence about its result, and throws if the result is wrong. */
import { setTimeout } from 'node:timers/promises';
import { NotInjected } from '../../client/src/index.ts';
import { systemRandom } from '../../src/system/random.ts';
import { CALLS_TABLE_NAME, localDynamoDB, TABLE_NAME } from '../ports.ts';
import { consent, type Returned } from './api-client.ts';
import { callTool } from './call-tool.ts';
import { searchForTokens } from './search-for-tokens.ts';
import { ACCOUNT, noteTokens, type Stage, WORKSPACE } from './stage.ts';

export interface Step {
  title: string;
  run(stage: Stage): Promise<string>;
}

function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

const notes = ({ environment }: Stage) => ({
  url: environment.urls.notesMcp,
  server: 'demo-notes',
  tool: 'list_notes',
});
const tasks = ({ environment }: Stage) => ({
  url: environment.urls.tasksMcp,
  server: 'demo-tasks',
  tool: 'list_tasks',
});
const lastAuthorization = ({ environment }: Stage) =>
  environment.demoProvider.apiRequests.at(-1)?.authorization ?? '';

/** The status with which the demo provider's API answers a token. */
async function statusAtProvider({ environment }: Stage, authorization: string): Promise<number> {
  const response = await fetch(`${environment.urls.demoProvider}/api/notes`, { headers: { authorization } });
  return response.status;
}

async function refusalOf(call: Promise<string>): Promise<NotInjected | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof NotInjected) return error;
    throw error;
  }
}

/** What nothing may show: the secret of the start, and the authorization code. */
function secretsOf({ completionSecret, query }: Returned): string[] {
  return [completionSecret, new URLSearchParams(query).get('code') ?? ''];
}

export const STEPS: readonly Step[] = [
  {
    title: 'Ada connects the Demo Provider on its consent pages',
    async run(stage) {
      const started = await stage.ada.start(WORKSPACE, { provider: 'demo' });
      expectThat(started.status === 201, `start answered ${started.status}`);
      const returned = await consent(started.body, ACCOUNT, stage.environment.urls.dashboard);
      for (const secret of secretsOf(returned)) stage.secrets.add(secret);
      const { status, body } = await stage.ada.complete(WORKSPACE, returned);
      expectThat(status === 200 && body.status === 'active', `complete answered ${status}`);
      await noteTokens(stage);
      return `the connection "${body.id}" of ${body.account} is ${body.status}; the granted scopes are ${body.grantedScopes.join(' ')}`;
    },
  },
  {
    title: 'An unmodified MCP client calls a tool on two servers that take the token in different headers',
    async run(stage) {
      const first = await callTool(stage.runtime, notes(stage));
      const seenFirst = lastAuthorization(stage);
      const second = await callTool(stage.runtime, tasks(stage));
      const seenSecond = lastAuthorization(stage);
      expectThat(
        first.includes(ACCOUNT) && second.includes(ACCOUNT),
        'the tools did not answer for the account',
      );
      expectThat(seenFirst !== '' && seenFirst === seenSecond, 'the API saw two different tokens');
      return `the headers ${stage.runtime.injectedHeaders.join(' and ')} were injected; the API saw the same token twice`;
    },
  },
  {
    title: 'The same operation id is used twice',
    async run(stage) {
      const operationId = systemRandom.uuidV7(Date.now());
      await callTool(stage.runtime, { ...notes(stage), operationId });
      const refusal = await refusalOf(callTool(stage.runtime, { ...notes(stage), operationId }));
      expectThat(
        refusal?.reason === 'tool_call_replayed',
        `the second use answered ${refusal?.reason ?? 'a token'}`,
      );
      return `the second use of ${operationId} was refused: ${refusal.reason}`;
    },
  },
  {
    title: 'The access token expires, the tick refreshes it, and the next call uses the new one',
    async run(stage) {
      const old = lastAuthorization(stage);
      while ((await statusAtProvider(stage, old)) !== 401) await setTimeout(250);
      const report = await stage.environment.tick();
      expectThat(report.outcomes.refreshed === 1, `the tick reported ${JSON.stringify(report.outcomes)}`);
      await callTool(stage.runtime, notes(stage));
      const fresh = lastAuthorization(stage);
      expectThat(
        fresh !== old && (await statusAtProvider(stage, fresh)) === 200,
        'the new token does not work',
      );
      await noteTokens(stage);
      return `the provider refused the old token (401), the tick reported ${JSON.stringify(report.outcomes)}, and the call succeeded`;
    },
  },
  {
    title: 'Bob sends Ada his consent link, and she consents: neither of them gets a connection',
    async run(stage) {
      const started = await stage.bob.start(WORKSPACE, { provider: 'demo', label: 'bob' });
      const returned = await consent(started.body, ACCOUNT, stage.environment.urls.dashboard);
      for (const secret of secretsOf(returned)) stage.secrets.add(secret);
      await noteTokens(stage);
      const asAda = await stage.ada.complete(WORKSPACE, returned);
      const asBob = await stage.bob.complete(WORKSPACE, returned);
      const { body } = await stage.ada.connections(WORKSPACE);
      const ids = body.connections.map(({ id }) => id).join(', ');
      expectThat(asAda.body.code === 'initiator_mismatch', `Ada got ${asAda.status} ${asAda.body.code}`);
      expectThat(
        asBob.body.code === 'initiator_mismatch' && ids === 'demo',
        `Bob got ${asBob.status}, connections are now: ${ids}`,
      );
      return `Ada got ${asAda.status} ${asAda.body.code}, then Bob got ${asBob.status} ${asBob.body.code}; the only connection is ${ids}`;
    },
  },
  {
    title: 'The table, its files and the log are searched for every secret of this demo',
    async run(stage) {
      await noteTokens(stage);
      const client = localDynamoDB(stage.environment.tableSocket);
      const directories = [`${stage.stateDir}/dynamodb`, `${stage.stateDir}/log`];
      const tableNames = [TABLE_NAME, CALLS_TABLE_NAME];
      const search = await searchForTokens(stage.secrets, { client, tableNames, directories });
      client.destroy();
      expectThat(search.items > 0 && search.secrets.size > 8, 'there was nothing to search');
      expectThat(search.found === 0, `${search.found} secrets were found`);
      return `none of ${search.secrets.size} secrets, in 4 encodings, was found in ${search.items} items and ${search.bytes} bytes`;
    },
  },
  {
    title: 'Ada disconnects: the provider refuses the token, and the next call gets a page to connect at',
    async run(stage) {
      await callTool(stage.runtime, notes(stage));
      const token = lastAuthorization(stage);
      expectThat((await statusAtProvider(stage, token)) === 200, 'the token did not work before');
      const { status, body } = await stage.ada.disconnect(WORKSPACE, 'demo');
      expectThat(
        status === 200 && body.revocation.outcome === 'revoked',
        `the receipt says ${body.revocation?.outcome}`,
      );
      const after = await statusAtProvider(stage, token);
      expectThat(after === 401, `the provider still answers ${after}`);
      const refusal = await refusalOf(callTool(stage.runtime, notes(stage)));
      expectThat(refusal?.reason === 'not_connected', `the next call got ${refusal?.reason ?? 'a token'}`);
      return `the token was revoked at ${body.revocation.at} and the provider answers ${after}; the next call got ${refusal.reason} with ${refusal.connectUrl}`;
    },
  },
];
