/** Every limit of the client, with its reason. Durations are in milliseconds, sizes in bytes. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const LIMITS = {
  /** Most operation ids for one tool call. Each creates an audit record in the broker. */
  idsPerCall: 3,
  /** Timeout of one invocation: a little more than the injector's own timeout of 15 s, so that its answer is not missed. */
  invoke: 16.5 * SECOND,
  /** Timeout for connecting to Lambda, which is normally in the same region. */
  invokeConnect: 2 * SECOND,
  /**
   * After this time from the first question no further id is used. It leaves time for one more try after an invocation
   * that hangs.
   */
  retryWindow: 20 * SECOND,
  /** Pause before the second id, doubled before the third, if the answer names no time to wait. */
  retryPause: 200,
  /** Most bytes of one answer of an MCP server, decoded. API Gateway has the same limit of 10 MB. */
  responseBytes: 10 * 1024 * 1024,
  /** Time from sending a request to the last byte of its answer. Some tools run for minutes. */
  responseTime: 5 * MINUTE,
  /** Timeout of the `DELETE` that ends a session. Without it the server ends the session later. */
  sessionEnd: 5 * SECOND,
  /** Fewest characters of a token. Shorter values are not tokens of any provider, and occur in texts by chance. */
  shortestSecret: 12,
  /** Most secrets that one fetch looks for in answers: those of the last hours, for tokens of an hour and two attempts. */
  knownSecrets: 16,
  /**
   * Most steps of the search in one answer: at first, for each byte, and in all. A step is a reading of a character, or a pattern
   * that may begin at a place, so known tokens weigh. It takes 0.1 to 0.2 µs. An ordinary answer needs one or two for each byte,
   * and JSON within JSON to the fourth five. An answer that is made to be slow needs more, and is refused.
   */
  searchSteps: 8_000_000,
  searchStepsOfByte: 24,
  searchStepsInAll: 64_000_000,
  /** The same in all for the result of a spawned server and for headers, which are searched in one piece: a few seconds. */
  searchStepsAtOnce: 24_000_000,
  /** Most bytes of a body that are searched before other work of the process has its turn. */
  searchSlice: 16 * 1024,
  /** Most bytes of a JSON body or an event that is judged. What a provider says of a token has some hundred. */
  judgedBytes: 1024 * 1024,
  /** Characters of a call in which the words of an error are looked for. Of a longer call an error may quote anything. */
  searchedCall: 256 * 1024,
  /** Most bytes of comments and events without data for which an answer is waited for: one a second for minutes. */
  silentBytes: 64 * 1024,
  /** Characters of a challenge that are looked at, and what it may ask for. RFC 6749 sets no limit; providers have tens of scopes. */
  challenge: 8 * 1024,
  challengedScopes: 50,
  challengedScope: 200,
  /** Sessions of MCP clients whose capabilities one fetch remembers. The oldest is forgotten first. */
  sessionsSeen: 64,
  /** Errors and members within each other in which a refusal is looked for, how many in all, and how many of one. */
  wrappedDepth: 8,
  wrappedParts: 1_000,
  wrappedMembers: 200,
  /** Lifetime of a request state: enough for a person to read the question, open the page and consent. */
  requestStateLife: 10 * MINUTE,
  /** Largest accepted difference between the clocks of two processes of one runtime. */
  clockSkew: MINUTE,
  /** Fewest bytes of the HMAC-SHA-256 key. RFC 2104 section 3 discourages keys shorter than the hash. */
  requestStateKey: 32,
} as const;
