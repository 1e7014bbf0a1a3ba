/** Asks the TypeScript client for what a case wants, by its `do`. */
import {
  type EnvOptions,
  type FetchLike,
  type InjectingFetchOptions,
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
import { note, type Result, settled } from './results.ts';
import { sendAll } from './send-requests.ts';
import type { Call, Playing } from './started-case.ts';

/** One result for each request or question. */
export function callOf(playing: Playing): Promise<Result[]> {
  const play = CALLS[playing.call.do];
  if (!play) throw new Error(`this runner cannot ${playing.call.do}`);
  return play(playing);
}

const CALLS: Record<string, (playing: Playing) => Promise<Result[]>> = {
  async inject(playing) {
    const { call, injector, workspaceId } = playing;
    const results: Result[] = [];
    for (let left = call.times ?? 1; left > 0; left--)
      results.push(await settled(playing, () => injector.inject({ workspaceId, ...call.request })));
    return results;
  },
  check: (playing) =>
    one(playing, ({ injector, workspaceId, call }) => injector.check({ workspaceId, servers: call.servers })),
  servers: (playing) => one(playing, ({ injector, workspaceId }) => injector.servers({ workspaceId })),
  send: (playing) =>
    sendAll(playing, injectingFetch(optionsOf(playing) as InjectingFetchOptions), playing.call.requests),
  session,
  process: (playing) => one(playing, inProcess),
  not_connected_answer: (playing) =>
    one(playing, async ({ call: { input } }) =>
      notConnectedAnswer(
        input.state ? { ...input, state: { ...input.state, ...stateKey(input.state) } } : input,
      ),
    ),
  mint_request_state: (playing) =>
    one(playing, async ({ call }) => mintRequestState(stateKey(call), call.binding)),
  verify_request_state: (playing) =>
    one(playing, async ({ call }) => verifyRequestState(stateKey(call), call.state, call.binding)),
};

async function one(playing: Playing, act: (playing: Playing) => Promise<unknown>): Promise<Result[]> {
  return [await settled(playing, () => act(playing))];
}

const stateKey = ({ key, now }: Omit<Call, 'do'>) => ({ key: Buffer.from(key, 'base64'), now: () => now });

function optionsOf(playing: Playing): object {
  const { call, workspaceId, server, injector, system } = playing;
  const { repeatable, responseSeconds, isRejected, stateKey: key, ...options } = call.options ?? {};
  const onLeak = () => {
    playing.leaks += 1;
  };
  return {
    ...{ ...options, injector, workspaceId, server, system, onLeak },
    ...(repeatable && { isSafeToRepeat: (tool: string) => repeatable.includes(tool) }),
    ...(responseSeconds && { responseTimeout: responseSeconds * 1000 }),
    ...(key && { stateKey: Buffer.from(key, 'base64') }),
    ...(isRejected && { isRejected: isRejected === 'notion' ? isRejectedByNotion : isRejectedByProvider }),
  };
}

async function session(playing: Playing): Promise<Result[]> {
  const { tool, url, requests, afterwards = [] } = playing.call;
  const results: Result[] = [];
  let kept: FetchLike | undefined;
  const opened = await settled(playing, () =>
    withSession({ ...optionsOf(playing), tool, url } as SessionOptions, async (fetch) => {
      kept = fetch;
      results.push(...(await sendAll(playing, fetch, requests)));
    }),
  );
  return kept ? [...results, ...(await sendAll(playing, kept, afterwards))] : [opened];
}

/** The result, or what was thrown by the process. Rejects with an error of the client. */
async function inProcess(playing: Playing): Promise<unknown> {
  const { tool, outcomes } = playing.call;
  let thrown: unknown;
  try {
    return await withInjectedEnv({ ...optionsOf(playing), tool } as EnvOptions, async (env) => {
      note(playing, env);
      const outcome = outcomes[playing.envs.push({ ...env }) - 1] ?? { result: {} };
      if (!('thrown' in outcome)) return structuredClone(outcome.result);
      const { message, ...members } = structuredClone(outcome.thrown);
      thrown = Object.assign(new Error(message), members);
      throw thrown;
    });
  } catch (error) {
    if (error !== thrown) throw error;
    note(playing, error);
    const { message, ...members } = error as Error;
    return { thrown: { message, ...members } };
  }
}
