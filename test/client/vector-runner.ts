/** Does what a case asks of the TypeScript client, and reports it to the stub of clients/vectors, which judges. */
import { inspect } from 'node:util';
import {
  createInjector,
  type EnvOptions,
  type FetchLike,
  type InjectingFetchOptions,
  type Injector,
  injectingFetch,
  isRejectedByNotion,
  isRejectedByProvider,
  mintRequestState,
  notConnectedAnswer,
  type SessionOptions,
  verifyRequestState,
  withInjectedEnv,
  withSession,
} from '../../client/src/index.ts';
import { vectorSystem } from './vector-system.ts';

interface Started {
  lambda: string;
  functionName: string;
  workspaceId: string;
  server: string;
  callerToken: string;
  faster: number;
  call: Call;
}

// biome-ignore lint/suspicious/noExplicitAny: the stub checks the cases against their schema.
type Call = { do: string } & Record<string, any>;
type Result = { response: object } | { error: object } | { value: unknown };

interface Transported {
  method: string;
  url: string;
  headers: [string, string][];
  body: string | null;
  follow?: boolean;
  withState?: boolean;
}

/** The verdict on the case: one sentence for each difference. */
export async function playCase(control: string, name: string): Promise<string[]> {
  const address = `${control}/cases/${encodeURIComponent(name)}`;
  const started = (await posted(address, {})) as Started;
  const report = await play(started);
  const { differences } = (await posted(`${address}/result`, report)) as { differences: string[] };
  return differences;
}

async function posted(address: string, body: object): Promise<unknown> {
  const response = await fetch(address, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

async function play(started: Started): Promise<object> {
  const { lambda, functionName, callerToken, call, faster } = started;
  const logs: string[] = [];
  const system = vectorSystem(faster, call.environment);
  process.env.AWS_ENDPOINT_URL_LAMBDA = lambda;
  const injector = createInjector({ functionName, callerToken, system });
  const player = new Player(started, injector, system, logs);
  try {
    const results = await player.results();
    const { leaks, envs } = player;
    return { results, logs: logs.join('\n'), waits: system.slept, leaks, envs };
  } finally {
    injector.close();
  }
}

class Player {
  leaks = 0;
  readonly envs: Record<string, string>[] = [];
  readonly #started: Started;
  readonly #injector: Injector;
  readonly #system: ReturnType<typeof vectorSystem>;
  readonly #logs: string[];

  constructor(started: Started, injector: Injector, system: ReturnType<typeof vectorSystem>, logs: string[]) {
    this.#started = started;
    this.#injector = injector;
    this.#system = system;
    this.#logs = logs;
  }

  async results(): Promise<Result[]> {
    const { call, workspaceId } = this.#started;
    switch (call.do) {
      case 'inject':
        return inTurn(Array.from({ length: call.times ?? 1 }), () =>
          this.#settled(() => this.#injector.inject({ workspaceId, ...call.request })),
        );
      case 'check':
        return [await this.#settled(() => this.#injector.check({ workspaceId, servers: call.servers }))];
      case 'servers':
        return [await this.#settled(() => this.#injector.servers({ workspaceId }))];
      case 'send':
        return this.#sendAll(injectingFetch(this.#options() as InjectingFetchOptions), call.requests);
      case 'session':
        return this.#session();
      case 'process':
        return [await this.#settled(() => this.#process())];
      case 'not_connected_answer':
        return [await this.#settled(async () => notConnectedAnswer(notConnectedInput(call.input)))];
      case 'mint_request_state':
        return [await this.#settled(async () => mintRequestState(stateKey(call), call.binding))];
      case 'verify_request_state':
        return [
          await this.#settled(async () => verifyRequestState(stateKey(call), call.state, call.binding)),
        ];
      default:
        throw new Error(`this runner cannot ${call.do}`);
    }
  }

  #options(): object {
    const { call, workspaceId, server } = this.#started;
    const { repeatable, responseSeconds, isRejected, stateKey: key, ...options } = call.options ?? {};
    return {
      ...options,
      injector: this.#injector,
      workspaceId,
      server,
      system: this.#system,
      onLeak: () => {
        this.leaks += 1;
      },
      ...(repeatable && { isSafeToRepeat: (tool: string) => repeatable.includes(tool) }),
      ...(responseSeconds && { responseTimeout: responseSeconds * 1000 }),
      ...(key && { stateKey: Buffer.from(key, 'base64') }),
      ...(isRejected && {
        isRejected: isRejected === 'notion' ? isRejectedByNotion : isRejectedByProvider,
      }),
    };
  }

  async #session(): Promise<Result[]> {
    const { tool, url, requests, afterwards = [] } = this.#started.call;
    const results: Result[] = [];
    let kept: FetchLike | undefined;
    const opened = await this.#settled(() =>
      withSession({ ...this.#options(), tool, url } as SessionOptions, async (fetch) => {
        kept = fetch;
        results.push(...(await this.#sendAll(fetch, requests)));
      }),
    );
    if (!kept) return [opened];
    return [...results, ...(await this.#sendAll(kept, afterwards))];
  }

  async #process(): Promise<unknown> {
    const { tool, outcomes } = this.#started.call;
    let thrown: object | undefined;
    try {
      return await withInjectedEnv({ ...this.#options(), tool } as EnvOptions, async (env) => {
        this.#note(env);
        const outcome = outcomes[this.envs.push({ ...env }) - 1] ?? { result: {} };
        if (!('thrown' in outcome)) return structuredClone(outcome.result);
        const { message, ...members } = outcome.thrown;
        thrown = Object.assign(new Error(message), members);
        throw thrown;
      });
    } catch (error) {
      if (error !== thrown) throw error;
      this.#note(error);
      const { code, message, data } = error as { code: unknown; message: string; data?: unknown };
      return { thrown: { code, message, ...(data !== undefined && { data }) } };
    }
  }

  async #sendAll(fetch: FetchLike, requests: Transported[]): Promise<Result[]> {
    let state: unknown;
    return inTurn(requests, async (request) => {
      const { method, url, headers, body, follow, withState } = request;
      const init: RequestInit = { method, headers, redirect: follow ? 'follow' : 'manual' };
      if (body !== null) init.body = withState ? stated(body, state) : body;
      return this.#settled(async () => {
        const response = await fetch(url, init);
        this.#note(response);
        const bytes = Buffer.from(await response.arrayBuffer());
        state = stateIn(bytes);
        const { status, statusText } = response;
        const shown = { status, statusText, headers: [...response.headers], url: response.url };
        return new Responded({ ...shown, body: bytes.toString('base64') });
      });
    });
  }

  async #settled(act: () => Promise<unknown>): Promise<Result> {
    try {
      const value = await act();
      if (value instanceof Responded) return { response: value.response };
      this.#note(value);
      return { value: plain(value) };
    } catch (error) {
      return { error: { ...errorMembers(error), text: shownError(error) } };
    }
  }

  #note(value: unknown): void {
    this.#logs.push(inspect(value, { depth: 9, showHidden: true }), JSON.stringify(value) ?? '');
  }
}

class Responded {
  readonly response: object;
  constructor(response: object) {
    this.response = response;
  }
}

/** A copy that shows the values which the client guards from logs. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}

async function inTurn<Item, Done>(items: Item[], act: (item: Item) => Promise<Done>): Promise<Done[]> {
  const done: Done[] = [];
  for (const item of items) done.push(await act(item));
  return done;
}

function errorMembers(error: unknown): object {
  const { name, reason, connectUrl, missingScopes, retryAfterSeconds, failure, code } = error as Record<
    string,
    unknown
  >;
  return { kind: name, reason, connectUrl, missingScopes, retryAfterSeconds, failure, code };
}

function shownError(error: unknown): string {
  const { message, stack } = error as Error;
  return [message, stack, inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)].join('\n');
}

function stated(body: string, requestState: unknown): string {
  const message = JSON.parse(body);
  return JSON.stringify({ ...message, params: { ...message.params, requestState } });
}

function stateIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()).result.requestState;
  } catch {
    return undefined;
  }
}

const stateKey = ({ key, now }: Call) => ({ key: Buffer.from(key, 'base64'), now: () => now });

// biome-ignore lint/suspicious/noExplicitAny: as above.
function notConnectedInput(input: any): any {
  const { state } = input;
  return state ? { ...input, state: { ...state, ...stateKey(state) } } : input;
}
