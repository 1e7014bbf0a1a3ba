/** Environment variables for a server that is spawned with the token (binding `process`), for one process and one tool call. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { NOT_FOR_PROCESSES } from '../../src/contract/process-variables.ts';
import { CallNotMade } from './errors.ts';
import { guardVariables } from './guard-from-logs.ts';
import { type InjectionTarget, requestFor } from './injecting-fetch.ts';
import { KnownSecrets } from './known-secrets.ts';
import { LIMITS } from './limits.ts';
import { searchBudget } from './scrub-bytes.ts';
import { scrubError, scrubResult } from './scrub-result.ts';
import type { Leak } from './send-request.ts';
import { SYSTEM, type System } from './system.ts';

/** Options of {@link withInjectedEnv}. */
export interface EnvOptions extends InjectionTarget {
  /** The tool to call. */
  tool: string;
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
 * @throws {NotInjected | InjectorUnreachable | CallNotMade} before `use` is called; otherwise the error of `use`
 */
export async function withInjectedEnv<Result>(
  options: EnvOptions,
  use: (env: Record<string, string>) => Promise<Result>,
): Promise<Result> {
  const { injector, server, tool, signal } = options;
  const request = requestFor(options, { kind: 'call', server, tool });
  const injection = await injector.inject(request, { signal });
  const env = guardVariables({ ...baseVariables(options), ...injectedVariables(injection, options) });
  const { patterns } = new KnownSecrets({ headers: {}, env: injection.env, secrets: injection.secrets });
  const budget = searchBudget(LIMITS.searchStepsAtOnce);
  const search = { patterns, onFound: reporter(options), budget };
  try {
    return scrubResult(await use(env), search);
  } catch (error) {
    throw scrubError(error, search);
  } finally {
    for (const name of Object.keys(env)) delete env[name];
  }
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
