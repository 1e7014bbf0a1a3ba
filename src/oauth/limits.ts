/** Every limit of the OAuth protocol steps, with its reason. Durations are in seconds. */
import { DAY_IN_SECONDS, HOUR_IN_SECONDS } from '../contract/durations.ts';

export const OAUTH_LIMITS = {
  /** Most characters of a token. Two of them fit into a DynamoDB item, which holds 400 kB with everything else. */
  token: 8192,
  /** A longer token lifetime is cut to this one, so that every expiry is a valid date and a safe integer. */
  tokenLifetime: 10 * 365 * DAY_IN_SECONDS,
  /** Most scopes of one answer, and most characters of one scope. A DynamoDB item, which holds them, has 400 kB at most. */
  scopes: 300,
  scopeLength: 300,
  /** Largest metadata document of a remote MCP server or its authorization server, in bytes. Known ones have a few kB. */
  metadata: 256 * 1024,
  /** Most scopes that a remote MCP server can have a consent ask for. */
  askedScopes: 100,
  /** Most characters of an authorization code (RFC 6749 sets none); codes of Entra ID pass 2,000. */
  code: 4096,
  /** Most bytes of the query of an authorization response. In base64url it still fits into a `Location` header. */
  authorizationResponse: 6144,
  /** Retry-After is honoured up to this, and means this where it cannot be read. */
  retryAfter: HOUR_IN_SECONDS,
  /** Longest remaining lifetime of a caller's access token. A longer one is a mistake or a forgery (T052). */
  callerTokenLifetime: 7 * DAY_IN_SECONDS,
  /** Oldest ID token that names a person: the page sends it when somebody has signed in. */
  idTokenAge: HOUR_IN_SECONDS,
  /** Seconds for which the issuer's keys are used before they are fetched anew … */
  keysFresh: 600,
  /** … between two fetches, if keys are there to verify with: a key of another name may be a stranger's invention … */
  keysPause: 30,
  /** … and if there are none … */
  keysPauseWithout: 5,
  /** … and seconds for each of the two documents. */
  keysTime: 2,
  /** Largest accepted difference between the issuer's clock and ours. */
  clockLeeway: 30,
} as const;

/** Only asymmetric algorithms: with a symmetric one, whoever knows the shared or public key could sign (RFC 8725 section 3.1). */
export const SIGNATURE_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];
