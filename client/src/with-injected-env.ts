/** For servers that are spawned with the token in a variable (binding `process`): variables for one process, one tool call. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { NOT_FOR_PROCESSES } from '../../src/contract/process-variables.ts';
import { CallNotMade } from './errors.ts';
import { guardVariables } from './guard-from-logs.ts';
import { type InjectionTarget, requestFor } from './injecting-fetch.ts';
import { scrubError, scrubResult } from './scrub-result.ts';
import type { Leak } from './send-request.ts';
import { SYSTEM, type System } from './system.ts';
import { needlesOf } from './token-forms.ts';

export interface EnvOptions extends InjectionTarget {
  /** The one tool that will be called. */
  tool: string;
  /** Names of this process's variables that the server needs too. `PATH` and `HOME` always go along. */
  inherit?: readonly string[];
  /** The runtime's own settings for this server. */
  variables?: Readonly<Record<string, string>>;
  /** Ends the asking; ending the process is the runtime's. */
  signal?: AbortSignal;
  /** Told when what `use` returned or threw repeated the token. It was taken out. */
  onLeak?: (leak: Leak) => void;
  /** Environment, for tests. */
  system?: Partial<System>;
}

/**
 * Gives `use` all the variables to spawn the server with, and no others. In `use`: spawn, connect, call the tool, end the
 * process; {@link callOneTool} does it with a client and transport of either SDK. The process must not serve a second call:
 * its token is this workspace's, for this call.
 *
 * @throws {NotInjected | InjectorUnreachable | CallNotMade} before `use` is called; otherwise what `use` throws
 */
export async function withInjectedEnv<Result>(
  options: EnvOptions,
  use: (env: Record<string, string>) => Promise<Result>,
): Promise<Result> {
  const { injector, server, tool, signal } = options;
  const request = requestFor(options, { kind: 'call', server, tool });
  const injection = await injector.inject(request, { signal });
  const env = guardVariables({ ...baseVariables(options), ...injectedVariables(injection, options) });
  const scrubber = { needles: needlesOf({ headers: {}, env: injection.env }), onFound: reporter(options) };
  try {
    return scrubResult(await use(env), scrubber);
  } catch (error) {
    throw scrubError(error, scrubber);
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
  let isTold = false;
  return () => {
    if (!isTold) onLeak?.({ server });
    isTold = true;
  };
}
