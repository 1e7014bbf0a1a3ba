/** Trials of MCP servers from the dashboard. Sizes are in bytes. */
import { SECOND } from '../../contract/durations.ts';

export const TRIALS_LIMITS = {
  /** Time for all requests to the server. HTTP APIs time out after 30 s, and the injector may need 15 of them for a refresh. */
  trial: 20 * SECOND,
  /** A trial ends this long before its process: the end of the session at the server may take 5 s. */
  trialReserve: 6 * SECOND,
  /** Token-injector ends after 15 s. */
  trialInjector: { connect: SECOND, silence: 15.5 * SECOND },
  /** Largest answer that is read: a picture of a page or a long list fits. */
  trialAnswer: 4 * 1024 * 1024,
  /** Largest text that is shown of an answer, and of all tools of a list together. */
  trialText: 64 * 1024,
  /** Tools of a list, and pages in which a server gives them. */
  listedTools: 200,
  listedPages: 10,
  /** Of one tool. A larger schema is left out, because a part of one says something else. */
  toolName: 128,
  toolTitle: 200,
  toolDescription: 2_000,
  toolSchema: 16 * 1024,
} as const;
