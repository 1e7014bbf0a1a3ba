/** Every limit of the endpoint, with its reason. Durations are in milliseconds, sizes in bytes. */
import { DAY, MINUTE, SECOND } from '../contract/durations.ts';

export const ENDPOINT_LIMITS = {
  /** Longest name of a tool. Cursor takes 60 characters with the prefix that it adds itself. */
  toolName: 50,
  /** Longest beginning of a name that stands for a server: more than half of a name is left for the tool. */
  serverPrefix: 21,
  /** Hex digits of the hash in a server's changed prefix, and in a tool's changed name. */
  serverHash: 8,
  toolHash: 12,
  /** Largest request of a client. */
  requestBytes: 4 * 1024 * 1024,
  /** How long one server may take for its list, with all that it needs to begin. The others' lists wait for it. */
  listTime: 2 * SECOND,
  /** How long a list is kept. */
  listKept: 5 * MINUTE,
  /** How long a server is not asked again that gave no list. */
  listPause: 30 * SECOND,
  /** Largest answer of a server that is read for its list, and what is kept of one: servers of 100 tools have some 100 kB. */
  listAnswer: 4 * 1024 * 1024,
  listBytes: 1024 * 1024,
  /** All lists of one answer together: those of dozens of servers as they are, and no more than an answer of one server. */
  listsAnswer: 4 * 1024 * 1024,
  /** Tools of one server, and the pages in which it gives them. Clients drop tools from 40 on. */
  listTools: 256,
  listPages: 20,
  /** Lists that one process keeps: how many, and their bytes together. */
  lists: 1_000,
  listsBytes: 32 * 1024 * 1024,
  /** Longest name of a tool that the injector is told: a longer one is cut there. Digests of lists that it was told. */
  toldName: 128,
  toldBytes: 1024 * 1024,
  /** How long a call uses what the injector said of the workspace's servers. A list asks each time. */
  serversKept: 30 * SECOND,
  /** Answers of the injector that one process keeps, and their bytes together. */
  servers: 1_000,
  serversBytes: 8 * 1024 * 1024,
  /** Servers whose protocol era one process remembers, and for how long: a server may be upgraded. */
  eras: 1_000,
  erasBytes: 4 * 1024 * 1024,
  eraKept: 60 * MINUTE,
  /** Time for one call. API Gateway cuts a stream after five minutes. */
  callTime: 4.75 * MINUTE,
  /**
   * Calls of one person in one workspace that run at once in one process, and their questions for lists. A client makes some tens of
   * calls at most, and asks for one list. Calls that run for minutes leave the lists to be had.
   */
  callsAtOnce: 32,
  listsAtOnce: 8,
  /** Largest answer to a call, the same as of the client package. */
  answerBytes: 10 * 1024 * 1024,
  /** How long an answer is waited for whose stream has ended already: its last event may be on its way through the reader. */
  afterStream: SECOND,
  /** Days for which the session id of an older client holds. It then begins a new session. */
  sessionDays: 7,
  sessionDay: DAY,
  /** Longest session id that is looked at. Ours have some 120 characters. */
  sessionId: 512,
  /** Longest text of a server's error that is passed on. */
  errorText: 2_000,
  /** Seconds after which a client may ask again that was told to wait. */
  retryAfter: 5,
} as const;
