/** Calls of MCP servers as a runtime makes them: the real injector, and nobody at the server. */
import { verifyPeople } from '../../../local/verify-people.ts';
import { answerRuntime } from '../../../src/broker/inject/answer-runtime.ts';
import type { Injection, InjectionAnswer } from '../../../src/contract/injection-messages.ts';
import { systemRandom } from '../../../src/system/random.ts';
import type { Stage } from '../stage.ts';
import type { WatchedPage } from '../watched-page.ts';

interface CallOptions {
  server: string;
  /** Beside the operation, such as challenged scopes. */
  more?: object;
  /** The access token of the person in whose name the call is made. Absent: in nobody's. */
  callerToken?: string;
  now?: number;
}

/** One call with an operation id of its own in the workspace acme. */
export async function callServer(
  { environment }: Stage,
  { server, more = {}, callerToken, now = Date.now() }: CallOptions,
): Promise<InjectionAnswer> {
  const { ports, urls } = environment;
  const verifyCaller = callerToken === undefined ? undefined : verifyPeople(urls.identityProvider, ports);
  const operation = { id: systemRandom.uuidV7(now), kind: 'call', server, tool: 'a_tool' };
  const event = {
    version: '1',
    workspaceId: 'acme',
    operation,
    ...more,
    ...(callerToken && { callerToken }),
  };
  return (await answerRuntime({ ...ports, verifyCaller }, event)) as InjectionAnswer;
}

/** The link of a call that must be refused. */
export async function linkOfRefusal(stage: Stage, options: CallOptions): Promise<string> {
  const answer = await callServer(stage, options);
  if (answer.isAuthorized) throw new Error('the call was not refused');
  if (answer.context.connectUrl === undefined) throw new Error('the refusal has no link');
  return answer.context.connectUrl;
}

/** What a call that must work is given. */
export async function injectionOf(stage: Stage, options: CallOptions): Promise<Injection> {
  const answer = await callServer(stage, options);
  if (!answer.isAuthorized) throw new Error(`the call was refused: ${answer.context.reason}`);
  return answer.context;
}

/** The account of the demo provider whose access token a call was given, as the provider itself says it. */
export async function accountOfToken(stage: Stage, { headers }: Injection): Promise<string> {
  const authorization = headers.Authorization ?? '';
  const answer = await fetch(`${stage.environment.urls.demoProvider}/userinfo`, {
    headers: { authorization },
  });
  return ((await answer.json()) as { email: string }).email;
}

/** The access token with which the visitor's page calls the API. */
export function tokenOf({ secrets }: WatchedPage): string {
  const token = [...secrets].findLast((secret) => secret.startsWith('eyJ'));
  if (token === undefined) throw new Error('nobody signed in');
  return token;
}
