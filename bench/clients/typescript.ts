/** Makes calls with the TypeScript client, and the two bare requests of each call with the AWS SDK and fetch. */
import { randomBytes } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createInjector, injectingFetch } from '../../client/src/index.ts';
import { newOperationId } from '../../client/src/operation-id.ts';
import { p50OfCalls } from '../p50-of-calls.ts';
import type { Called, Calls } from './calls.ts';

const FUNCTION = 'token-injector';

export function typescriptCalls(called: Called): Calls {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new LambdaClient({ endpoint: called.lambda, region: 'local', credentials, maxAttempts: 1 });
  const withToken = injectingFetch({
    injector: createInjector({ functionName: FUNCTION, client }),
    workspaceId: called.workspace,
    server: called.registration,
    callerToken: called.token,
    plainHttpHosts: [new URL(called.server).host],
  });
  const { body, headers } = called;
  return {
    client: () =>
      p50OfCalls(async () => read(await withToken(called.server, { method: 'POST', body, headers }))),
    bare: () => p50OfCalls(() => bareCall(client, called)),
    end: () => client.destroy(),
  };
}

async function bareCall(client: LambdaClient, called: Called): Promise<void> {
  const { server, registration, workspace, token, body, headers } = called;
  const id = newOperationId({ now: Date.now, randomBytes });
  const operation = {
    id,
    kind: 'call',
    server: registration,
    tool: 'list_notes',
    host: new URL(server).host,
  };
  const question = { version: '1', workspaceId: workspace, operation, callerToken: token };
  const { Payload } = await client.send(
    new InvokeCommand({ FunctionName: FUNCTION, Payload: JSON.stringify(question) }),
  );
  const { context } = JSON.parse(Buffer.from(Payload ?? []).toString());
  await read(await fetch(server, { method: 'POST', body, headers: { ...headers, ...context.headers } }));
}

/** @throws {Error} if the tool was not called */
async function read(response: Response): Promise<void> {
  const text = await response.text();
  if (!response.ok || !text.includes('"result"')) throw new Error(`the server answered ${response.status}`);
}
