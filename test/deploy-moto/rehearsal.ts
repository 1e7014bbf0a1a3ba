/** What the steps of the rehearsal share: a deployed stack, its functions' processes, and who talks to them. */

import { randomBytes } from 'node:crypto';
import { gitlab } from '../../local/scripted-providers/providers/gitlab.ts';
import { type RunningProvider, runProvider } from '../../local/scripted-providers/run-provider.ts';
import { FUNCTIONS, type FunctionName } from '../../src/contract/environment.ts';
import { uuidV7 } from '../../src/system/random.ts';
import { type HttpAnswer, httpEvent } from '../lambdas/events.ts';
import { type DeployedFunction, deployedFunctions } from './deployed.ts';
import { type FunctionProcess, type Surroundings, startFunction } from './function-process.ts';
import { type Internet, startInternet } from './internet.ts';
import { startInvokeEndpoint } from './invoke-endpoint.ts';

export const STAGE = 'dev';
export const STACK = `connections-${STAGE}`;
export const WORKSPACE = 'acme';
export const CLIENT_ID = 'rehearsal-client';
/** In every stage: the others come with settings (FUNCTIONS says which). */
export const DEPLOYED = FUNCTIONS.filter(
  (name) => !['token-authorizer', 'mcp-endpoint', 'mcp-sign-in', 'deployment-check'].includes(name),
);

export interface Rehearsal {
  aws: Record<string, string>;
  internet: Internet;
  running: RunningProvider;
  clientSecret: string;
  lambdaEndpoint: string;
  logged: string[];
  deployed: Record<FunctionName, DeployedFunction>;
  /** A signed-in admin's request, as the gateway hands it to a function. */
  request(name: FunctionName, method: string, path: string, body?: unknown): Promise<Answer>;
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
  inject(operationId?: string): Promise<Injected>;
  operationId(): string;
  /** Ends the processes; the next invocations run what is deployed then. */
  restart(assembly: string): Promise<void>;
  close(): Promise<void>;
}
export interface Answer {
  status: number;
  location: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of several routes; each step looks at its own.
  body: any;
}
export interface Injected {
  isAuthorized: boolean;
  context: { reason?: string; generation?: number; headers?: Record<string, string> };
}

interface Options {
  aws: Record<string, string>;
  assembly: string;
  folder: string;
}

export async function openRehearsal({ aws, assembly, folder }: Options): Promise<Rehearsal> {
  let deployed = await deployedFunctions(assembly, STACK, { names: DEPLOYED, folder });
  const variables = deployed.connect.variables;
  const clientSecret = randomBytes(24).toString('base64url');
  const redirectUri = `${variables.CONNECTIONS_API_ORIGIN}/oauth/callback/gitlab/verified`;
  const running = runProvider(gitlab, { clientId: CLIENT_ID, clientSecret, redirectUri });
  const internet = await startInternet({
    folder,
    issuer: variables.CONNECTIONS_JWT_ISSUER ?? '',
    audience: variables.CONNECTIONS_JWT_AUDIENCE ?? '',
    running,
  });
  const accessToken = await internet.signIn('ada', [`${WORKSPACE}:admin`]);
  const logged: string[] = [];
  const processes = new Map<FunctionName, Promise<FunctionProcess>>();
  const lambda = await startInvokeEndpoint(aws.AWS_ENDPOINT_URL ?? '', async (functionName, event) => {
    // A name, or an ARN; either with or without an alias.
    const name = DEPLOYED.find((one) => functionName.split(':').includes(deployed[one].functionName));
    if (!name) throw new Error(`no function ${functionName}`);
    return invoke(name, event);
  });
  const surroundings: Surroundings = { aws, internet, lambdaEndpoint: lambda.origin, logged };
  const invoke = async (name: FunctionName, event: unknown) => {
    const running = processes.get(name) ?? startFunction(deployed[name], surroundings);
    processes.set(name, running);
    return (await running).invoke(event);
  };
  const endProcesses = async () => {
    for (const running of processes.values()) await (await running).close();
    processes.clear();
  };
  const operationId = () => uuidV7(Date.now(), randomBytes(10));
  return {
    ...{ aws, internet, running, clientSecret, lambdaEndpoint: lambda.origin, logged, invoke, operationId },
    get deployed() {
      return deployed;
    },
    request: async (name, method, path, body) =>
      answerOf((await invoke(name, asSent({ method, path, body, accessToken }))) as HttpAnswer),
    inject: (id = operationId()) =>
      invoke('token-injector', {
        version: '1',
        workspaceId: WORKSPACE,
        operation: { id, kind: 'call', server: 'provider:gitlab', tool: 'list_projects' },
      }) as Promise<Injected>,
    async restart(newAssembly) {
      await endProcesses();
      deployed = await deployedFunctions(newAssembly, STACK, { names: DEPLOYED, folder });
    },
    async close() {
      await endProcesses();
      await lambda.close();
      await internet.close();
    },
  };
}

interface Sent {
  method: string;
  path: string;
  body: unknown;
  accessToken: string;
}
function asSent({ method, path: target, body, accessToken }: Sent) {
  const [path = '', query = ''] = target.split('?');
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  return httpEvent({
    method,
    path,
    query,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

function answerOf({ statusCode, headers, body }: HttpAnswer): Answer {
  const isJson = headers['content-type']?.includes('json');
  return { status: statusCode, location: headers.location ?? '', body: isJson ? JSON.parse(body) : body };
}
