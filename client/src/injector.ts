/** Asks the injector for tokens, and repeats the question with a new operation id if that can help. */
import type {
  CheckRequest,
  Injection,
  InjectionRequest,
  ListedRequest,
  ListedServer,
  Operation,
  RefusedAnswer,
  ServerStatus,
  ServersRequest,
} from '../../src/contract/injection-messages.ts';
import { type Asked, askInjector, type InjectorAddress } from './ask-injector.ts';
import { InjectorUnreachable, NotInjected } from './errors.ts';
import { guardFromLogs } from './guard-from-logs.ts';
import { judgeCheckAnswer, judgeInjectionAnswer, judgeListedAnswer } from './judge-answer.ts';
import { judgeServersAnswer } from './judge-servers-answer.ts';
import { defaultLambdaClient, type InvokingClient } from './lambda-client.ts';
import { LIMITS } from './limits.ts';
import { newOperationId } from './operation-id.ts';
import { type CallBudget, type Failed, waitBefore } from './retry-rule.ts';
import { SYSTEM, type System } from './system.ts';

type WithoutId<Each> = Each extends Operation ? Omit<Each, 'id'> : never;

/** An injection request without version and operation id, which this package adds. */
export type InjectRequest = Omit<InjectionRequest, 'version' | 'operation'> & {
  operation: WithoutId<Operation>;
};
/** A question for `check`. */
export type CheckQuestion = Pick<CheckRequest, 'workspaceId' | 'callerToken'> & {
  /** Ids of registrations, 50 at most. */
  servers: readonly string[];
};
/** A question for `servers`. */
export type ServersQuestion = Pick<ServersRequest, 'workspaceId' | 'callerToken'>;

/** What was seen for `listed`. */
export type SeenList = Pick<ListedRequest, 'workspaceId' | 'callerToken'> & ListedRequest['listed'];

/** Options of one question. */
export interface AskOptions {
  /** Stops the waiting; the promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** From {@link Injector.startCall}, if one tool call needs several injections. */
  budget?: CallBudget | undefined;
}

/** A client of token-injector. */
export interface Injector {
  /**
   * Gets the token for one operation. Use it for that request (session, process) only, and discard it.
   * @throws {NotInjected} The injector refused.
   * @throws {InjectorUnreachable} There was no answer to up to three ids.
   */
  inject(request: InjectRequest, options?: AskOptions): Promise<Injection>;
  /**
   * Whether there is a usable connection for each server, in the order of the question. Uses no operation id.
   * @throws {NotInjected} The injector refused the whole question.
   * @throws {InjectorUnreachable}
   */
  check(question: CheckQuestion, options?: AskOptions): Promise<ServerStatus[]>;
  /**
   * All MCP servers that the workspace can call, and whether there is a usable connection for each. Uses no operation id.
   * @throws {NotInjected} The injector refused the whole question.
   * @throws {InjectorUnreachable}
   */
  servers(question: ServersQuestion, options?: AskOptions): Promise<ListedServer[]>;
  /**
   * Tells which tools a server has just listed, 256 at most, each by its name and the SHA-256 (base64url) of its definition. Returns
   * the fingerprints that may not be shown: the stage demands approval, and nobody has approved them. Uses no operation id.
   * @throws {NotInjected} The injector refused.
   * @throws {InjectorUnreachable}
   */
  listed(seen: SeenList, options?: AskOptions): Promise<string[]>;
  /** A new budget for one tool call: three ids and twenty seconds. */
  startCall(): CallBudget;
  /** Closes the Lambda client, if this package created it. */
  close(): void;
}

export interface InjectorOptions {
  /** Name, `name:alias` or ARN of `token-injector`. */
  functionName: string;
  /**
   * The SDK's `LambdaClient`, or a compatible object. Create it with `maxAttempts: 1`, because the SDK's retries would
   * send an id twice. Default: a client with the region and credentials of the environment.
   */
  client?: InvokingClient;
  /** The JWT with which the MCP client called the runtime, if it is the same for all requests. */
  callerToken?: string;
  /** Clock, randomness and waiting, for tests. */
  system?: Partial<System>;
  /** Default: {@link newOperationId}. Each id works once. */
  newOperationId?: () => string;
}

type Ports = InjectorAddress & { callerToken: string | undefined; newId: () => string };

/** Creates a client of token-injector. */
export function createInjector(options: InjectorOptions): Injector {
  const system = { ...SYSTEM, ...options.system };
  const client = options.client ?? defaultLambdaClient();
  const { functionName, callerToken, newOperationId: newId = () => newOperationId(system) } = options;
  const ports: Ports = { client, functionName, system, callerToken, newId };
  return {
    inject: (request, how = {}) => inject(ports, request, how),
    check: (question, how = {}) => check(ports, question, how),
    servers: (question, how = {}) => servers(ports, question, how),
    listed: (seen, how = {}) => listed(ports, seen, how),
    startCall: () => startCall(system),
    close: () => (options.client ? undefined : client.destroy?.()),
  };
}

function startCall(system: System): CallBudget {
  return { idsLeft: LIMITS.idsPerCall, until: system.now() + LIMITS.retryWindow };
}

function inject(ports: Ports, { operation, ...rest }: InjectRequest, how: AskOptions): Promise<Injection> {
  const question = () => ({
    version: '1',
    ...withCaller(ports, rest),
    operation: { id: ports.newId(), ...operation },
  });
  return untilAnswered(ports, { question, how }, (answer) => {
    const judged = judgeInjectionAnswer(answer);
    return judged?.isAuthorized ? { value: guardFromLogs(judged.context) } : judged;
  });
}

function check(ports: Ports, { servers, ...rest }: CheckQuestion, how: AskOptions): Promise<ServerStatus[]> {
  const question = () => ({ version: '1', ...withCaller(ports, rest), check: servers });
  return untilAnswered(ports, { question, how }, (answer) => {
    const judged = judgeCheckAnswer(answer, servers);
    return judged && 'statuses' in judged ? { value: judged.statuses } : judged;
  });
}

function servers(ports: Ports, asked: ServersQuestion, how: AskOptions): Promise<ListedServer[]> {
  const question = () => ({ version: '1', ...withCaller(ports, asked), servers: true });
  return untilAnswered(ports, { question, how }, (answer) => {
    const judged = judgeServersAnswer(answer);
    return judged && 'servers' in judged ? { value: judged.servers } : judged;
  });
}

function listed(ports: Ports, { server, tools, ...rest }: SeenList, how: AskOptions): Promise<string[]> {
  const question = () => ({ version: '1', ...withCaller(ports, rest), listed: { server, tools } });
  return untilAnswered(ports, { question, how }, (answer) => {
    const judged = judgeListedAnswer(answer);
    return judged && 'held' in judged ? { value: judged.held } : judged;
  });
}

function withCaller<Rest extends { callerToken?: string }>({ callerToken }: Ports, rest: Rest): Rest {
  return rest.callerToken === undefined && callerToken !== undefined ? { ...rest, callerToken } : rest;
}

type Judge<Value> = (answer: unknown) => { value: Value } | RefusedAnswer | undefined;

async function untilAnswered<Value>(
  ports: Ports,
  { question, how }: { question: () => object; how: AskOptions },
  judge: Judge<Value>,
): Promise<Value> {
  const { signal, budget = startCall(ports.system) } = how;
  if (budget.idsLeft <= 0) throw new InjectorUnreachable('ids_spent');
  for (;;) {
    budget.idsLeft -= 1;
    const judged = judgedBy(judge, await askInjector(ports, { request: question(), signal }));
    if ('value' in judged) return judged.value;
    const wait = waitBefore(judged, budget, ports.system.now());
    if (wait === undefined) throw errorOf(judged);
    await ports.system.sleep(wait, signal);
  }
}

function judgedBy<Value>(judge: Judge<Value>, asked: Asked): { value: Value } | Failed {
  if (asked.kind === 'lost') return asked;
  const judged = judge(asked.answer);
  if (!judged) return { kind: 'lost', failure: 'not_of_the_contract' };
  if ('value' in judged) return judged;
  return { kind: 'refused', refusal: judged.context, attempts: asked.attempts };
}

function errorOf(failed: Failed): NotInjected | InjectorUnreachable {
  return failed.kind === 'refused'
    ? new NotInjected(failed.refusal)
    : new InjectorUnreachable(failed.failure);
}
