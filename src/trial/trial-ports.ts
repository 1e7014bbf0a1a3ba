/** What a trial needs of its surroundings. It has no table and no key. */
import type { Clock, Log, Random } from '../broker/ports.ts';
import type { InjectionRequest } from '../contract/injection-messages.ts';

export interface TrialPorts {
  /** Invokes token-injector once, without a repetition. Rejects if there is no answer. */
  invokeInjector: (request: InjectionRequest) => Promise<unknown>;
  /** The only way to a server: with the rules of src/egress. */
  serverFetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** Calls `elapsed` after milliseconds, unless the returned function was called before. Absent: the machine's timer. */
  after?: (milliseconds: number, elapsed: () => void) => () => void;
  clock: Clock;
  random: Random;
  log: Log;
}

/** Whose call it is, and to which server. */
export interface TrialOf {
  workspaceId: string;
  serverId: string;
  /** The access token with which the person called; the injector verifies it again. */
  callerToken: string;
  /** When the process of this request ends, in milliseconds since the epoch. Absent: nothing but our own limit ends it. */
  deadline: number | undefined;
}
