import type { Refusal } from '../injection-messages.ts';
import type { FieldFault } from './field-faults.ts';
import type { TrialFailure } from './trial-failures.ts';

/** Members of a problem beyond those of RFC 9457, where a caller can act on them. */
export interface ProblemExtensions {
  /** Ids of the connections that stand against it. */
  connections?: string[];
  /** What an admin has to confirm, by its exact texts. */
  confirm?: {
    issuer: string;
    resource: string;
    claimedIssuer?: string | undefined;
    authorizationHost?: string | undefined;
  };
  /** The redirect URI that a vendor has to allow, and whom to ask. */
  redirectUri?: string;
  ask?: string;
  /** Fields of the body: JSON pointer (RFC 6901) and reason. */
  errors?: { pointer: string; reason: FieldFault }[];
  /** Why there is no token for a call, and where a person can help. */
  refusal?: Refusal;
  /** Why the answer of an MCP server cannot be shown, and its HTTP status if that is the reason. */
  failure?: TrialFailure;
  serverStatus?: number;
  /** Seconds until the request can succeed: the header `Retry-After` (RFC 9110 section 10.2.3), not a member. */
  retryAfter?: number;
}
