/**
 * What an MCP runtime does around an unmodified MCP client: ask the injector at each `tools/call`, and put what it
 * answers on that one request.
 */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { InjectionAnswer, InjectionRequest } from '../../src/contract/injection-messages.ts';
import { systemRandom } from '../../src/system/random.ts';

export interface Runtime {
  /** The injector's answers so far, newest last. */
  answers: InjectionAnswer[];
  /** A fetch for the MCP client's transport, for one server of one workspace. */
  fetchFor(server: string, operationId?: string): typeof fetch;
  close(): void;
}

export interface RuntimeOptions {
  /** Where Lambda's Invoke API is reached. */
  lambdaEndpoint: string;
  workspaceId: string;
  /** The JWT with which the MCP client called this runtime. */
  callerToken: string;
}

/** The injector refused: the tool call is not made. */
export class NotInjected extends Error {
  readonly context: Extract<InjectionAnswer, { isAuthorized: false }>['context'];

  constructor(context: NotInjected['context']) {
    super(context.reason);
    this.context = context;
  }
}

export function createRuntime(options: RuntimeOptions): Runtime {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new LambdaClient({ endpoint: options.lambdaEndpoint, region: 'local', credentials });
  const answers: InjectionAnswer[] = [];
  const inject = async (request: InjectionRequest): Promise<InjectionAnswer> => {
    const command = new InvokeCommand({
      FunctionName: 'token-injector',
      Payload: Buffer.from(JSON.stringify(request)),
    });
    const { Payload } = await client.send(command);
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8')) as InjectionAnswer;
    answers.push(answer);
    return answer;
  };
  const fetchFor: Runtime['fetchFor'] = (server, operationId) => async (input, init) => {
    const tool = calledTool(init?.body);
    if (tool === undefined) return fetch(input, init);
    const { workspaceId, callerToken } = options;
    const id = operationId ?? systemRandom.uuidV7(Date.now());
    const { host } = new URL(String(input));
    const operation = { id, kind: 'call' as const, server, tool, host };
    const answer = await inject({ version: '1', workspaceId, operation, callerToken });
    if (!answer.isAuthorized) throw new NotInjected(answer.context);
    const headers = new Headers(init?.headers);
    for (const name of answer.context.removeHeaders) headers.delete(name);
    for (const [name, value] of Object.entries(answer.context.headers)) headers.set(name, value);
    return fetch(input, { ...init, headers, redirect: 'error' });
  };
  return { answers, fetchFor, close: () => client.destroy() };
}

/** Only `tools/call` needs a token; `initialize` and lists go without. */
function calledTool(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined;
  const message = JSON.parse(body) as { method?: string; params?: { name?: string } };
  return message.method === 'tools/call' ? message.params?.name : undefined;
}
