/** What the stub says of a case that it has started, and what a runner notes of it (clients/vectors/README.md). */
import type { Injector } from '../../client/src/index.ts';
import type { RunnerSystem } from './runner-system.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test checks the cases against their schema.
export type Call = { do: string } & Record<string, any>;

export interface StartedCase {
  lambda: string;
  functionName: string;
  workspaceId: string;
  server: string;
  callerToken: string;
  faster: number;
  call: Call;
}

/** The client that is proved, and what it does. */
export interface Playing extends StartedCase {
  injector: Injector;
  system: RunnerSystem;
  logs: string[];
  envs: Record<string, string>[];
  leaks: number;
}
