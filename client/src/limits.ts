/** Every number of the client, with its reason. Durations are milliseconds, sizes bytes. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const LIMITS = {
  /** Operation ids spent on one tool call, whatever goes wrong: each is an audit record of the broker. */
  idsPerCall: 3,
  /** The injector's own timeout is 15 s; a little more, so that its answer is not missed by us. */
  invoke: 16.5 * SECOND,
  /** Lambda is in the same region, or it is not reachable. */
  invokeConnect: 2 * SECOND,
  /** No further id is asked for later than this after the first. One invoke that hangs, and one more, fit in. */
  retryWindow: 20 * SECOND,
  /** Before the second and third id, where nobody said how long to wait; doubled each time. */
  retryPause: 200,
  /** One answer of an MCP server, decoded. Tool results are read by models; 10 MB is also what API Gateway lets through. */
  responseBytes: 10 * 1024 * 1024,
  /** From sending to the last byte. Tools that build or search take minutes. */
  responseTime: 5 * MINUTE,
  /** The `DELETE` that ends a session. It is a courtesy to the server, so nobody waits long for it. */
  sessionEnd: 5 * SECOND,
  /** Shorter values occur in texts by chance and are no tokens of any provider. Characters. */
  shortestSecret: 12,
  /** A person reads the question, opens the page and consents. */
  requestStateLife: 10 * MINUTE,
  /** Between the clocks of two processes of one runtime. */
  clockSkew: MINUTE,
  /** HMAC-SHA-256: RFC 2104 section 3 advises against keys shorter than the hash. Bytes. */
  requestStateKey: 32,
} as const;
