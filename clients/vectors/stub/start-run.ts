/** Starts a run of a case, with a token that no client can know before. */
import { randomBytes } from 'node:crypto';
import type { Case } from './case.ts';
import { fillIn, SERVER, WORKSPACE } from './fill-in.ts';
import type { Facts } from './placeholders.ts';
import type { Run } from './run.ts';

let runs = 0;

export function startRun(one: Case, origins: Pick<Facts, 'server' | 'elsewhere'>): Run {
  runs += 1;
  const unique = randomBytes(8).toString('hex');
  const facts: Facts = {
    ...origins,
    // Has what JSON, URLs and base64 write differently.
    token: `ya29.A0+rSt/uVw_xYz-${unique}=~`,
    unique,
    callerToken: `caller.jwt.${unique}`,
    now: Date.now(),
  };
  const nothing = { questions: [], requests: [], strayed: [], held: [], silent: new Set<never>() };
  return { ...nothing, one: fillIn(one, facts), facts, functionName: `token-injector-${runs}` };
}

/** What a runner needs to play the case. */
export function forRunner({ one, facts, functionName }: Run, lambda: string): object {
  const { call, faster = 1 } = one;
  const { callerToken } = facts;
  return { lambda, functionName, workspaceId: WORKSPACE, server: SERVER, callerToken, faster, call };
}
