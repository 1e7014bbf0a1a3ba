/** Environment variables for a server that is spawned with the token (binding `process`), for one process and one tool call. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { NOT_FOR_PROCESSES } from '../../src/contract/servers/process-variables.ts';
import { allowsRepetition, reportRejection } from './after-answer.ts';
import { AnswerSecrets } from './answer-secrets.ts';
import { callBehind } from './call-one-tool.ts';
import type { CallOptions } from './call-with-token.ts';
import { CallNotMade } from './errors.ts';
import { guardVariables } from './guard-from-logs.ts';
import { type About, type InjectionTarget, requestFor } from './injection-target.ts';
import { type AnsweredCall, isRefused, isRejectedByProvider, type RpcAnswer } from './is-rejected.ts';
import { KnownSecrets } from './known-secrets.ts';
import { LIMITS } from './limits.ts';
import { searchBudget } from './scrub-bytes.ts';
import { scrubError, scrubResult } from './scrub-result.ts';
import type { Leak } from './send-request.ts';
import { SYSTEM, type System } from './system.ts';

/** Options of {@link withInjectedEnv}. */
export interface EnvOptions extends InjectionTarget, Pick<CallOptions, 'isRejected' | 'isSafeToRepeat'> {
  /** The tool to call. */
  tool: string;
  /**
   * Its arguments. What an error quotes of them does not count as a sign of a refused token. {@link callOneTool} tells
   * them by itself.
   */
  arguments?: unknown;
  /** Names of this process's variables that the server needs too. `PATH` and `HOME` are always included. */
  inherit?: readonly string[];
  /** The runtime's own settings for this server. */
  variables?: Readonly<Record<string, string>>;
  /** Stops the questions to the injector. The runtime must end the process itself. */
  signal?: AbortSignal;
  /** Called if the result or error of `use` contained the token, which was removed. */
  onLeak?: (leak: Leak) => void;
  /** Environment, for tests. */
  system?: Partial<System>;
}

/**
 * Calls `use` with all variables for the server's process. In `use`: spawn the server, connect, call the tool, end the
 * process; {@link callOneTool} does this with a client and a transport of either SDK. The process must not be used for a
 * second call, because its token is for this call of this workspace.
 *
 * If the result or the error says that the provider refused the token, the broker is told once, and `use` is called a
 * second time, with another token, if the call is safe to repeat.
 *
 * @throws {NotInjected | InjectorUnreachable | CallNotMade} before `use` is called; NotInjected after it, if the provider has
 *   ended the grant; otherwise the error of `use`
 */
export async function withInjectedEnv<Result>(
  options: EnvOptions,
  use: (env: Record<string, string>) => Promise<Result>,
): Promise<Result> {
  const { injector, server, tool, signal } = options;
  const request = requestFor(options, { kind: 'call', server, tool });
  const budget = injector.startCall();
  const ask = (about: About = {}, of = budget) =>
    injector.inject({ ...request, ...about }, { budget: of, signal });
  const injection = await ask();
  const known = new KnownSecrets();
  const first = await outcomeWith(options, { injection, known, use });
  if (!isRejected(options, first)) return ending(first);
  const fresh = await reportRejection({ injection, budget, ask });
  const isRepeated = fresh && options.isSafeToRepeat?.(tool) && allowsRepetition(first.answer);
  return ending(isRepeated ? await outcomeWith(options, { injection: fresh, known, use }) : first);
}

/** What `use` ended with, without the token, and the answer of the server in it. */
type Outcome<Result> = { answer: RpcAnswer; call: AnsweredCall | undefined } & (
  | { result: Result }
  | { error: unknown }
);

function ending<Result>(outcome: Outcome<Result>): Result {
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
}

interface Running<Result> {
  injection: Injection;
  /** The secrets of both attempts. */
  known: KnownSecrets;
  use: (env: Record<string, string>) => Promise<Result>;
}

async function outcomeWith<Result>(
  options: EnvOptions,
  { injection, known, use }: Running<Result>,
): Promise<Outcome<Result>> {
  const env = guardVariables({ ...baseVariables(options), ...injectedVariables(injection, options) });
  const own = { headers: {}, env: injection.env, secrets: injection.secrets };
  const { patterns } = new AnswerSecrets(known, own);
  const budget = searchBudget(LIMITS.searchStepsAtOnce);
  const search = { patterns, onFound: reporter(options), budget };
  try {
    const raw = await use(env);
    const result = scrubResult(raw, search);
    return { answer: { result }, call: callBehind(raw), result };
  } catch (raw) {
    const error = scrubError(raw, search);
    return { answer: { error: rpcErrorIn(error) }, call: callBehind(raw), error };
  } finally {
    for (const name of Object.keys(env)) delete env[name];
  }
}

/** Whether the outcome is an error of the server that says so. Other errors, such as of the spawning, say nothing. */
function isRejected<Result>(options: EnvOptions, outcome: Outcome<Result>): boolean {
  const { isRejected: judge = isRejectedByProvider, tool, arguments: given } = options;
  return isRefused(judge, outcome.answer, outcome.call ?? { tool, arguments: given });
}

/** The JSON-RPC error of which an SDK made this error. */
function rpcErrorIn(error: unknown): object | undefined {
  const { code, message, data } = (error ?? {}) as { code?: unknown; message?: unknown; data?: unknown };
  // A DOMException, such as that of an abort, inherits a number as its code.
  const isOfSdk = error instanceof Error && Object.hasOwn(error, 'code') && typeof code === 'number';
  return isOfSdk ? { code, message, data } : undefined;
}

const ALWAYS_INHERITED = ['PATH', 'HOME'];

function baseVariables({ inherit = [], variables, system }: EnvOptions): Record<string, string> {
  const { environment } = { ...SYSTEM, ...system };
  const all = environment();
  const inherited = [...ALWAYS_INHERITED, ...inherit].flatMap((name) => {
    const value = all[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(inherited), ...variables };
}

function injectedVariables(injection: Injection, { inherit = [], variables = {} }: EnvOptions) {
  if (injection.binding !== 'process') throw new CallNotMade('wrong_binding');
  const { env = {} } = injection;
  const names = Object.keys(env);
  if (names.length === 0) throw new CallNotMade('environment_missing');
  const isRefused = (name: string) =>
    !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ||
    NOT_FOR_PROCESSES.test(name) ||
    inherit.includes(name) ||
    Object.hasOwn(variables, name);
  if (names.some(isRefused)) throw new CallNotMade('environment_refused');
  return env;
}

function reporter({ server, onLeak }: EnvOptions): () => void {
  let isReported = false;
  return () => {
    if (!isReported) onLeak?.({ server });
    isReported = true;
  };
}
