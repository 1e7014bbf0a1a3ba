/** The record of a consent, from its start to its completion. Times are integer milliseconds since the epoch. */
import { CALLBACK_ERRORS, type ProblemCode } from '../contract/problems.ts';
import type { Person } from './person.ts';

/** The statuses of a {@link ConsentSession}. Older releases also wrote `returned` and `completing`: such a session is over. */
export const CONSENT_STATUSES = ['started', 'ended', 'returned', 'completing'] as const;
/** One of {@link CONSENT_STATUSES}. */
export type ConsentStatus = (typeof CONSENT_STATUSES)[number];

/** Why a {@link ConsentSession} ended without a connection. */
export const CONSENT_FAILURES = [...CALLBACK_ERRORS, 'membership_ended'] as const;

/** An authorization code that a consent session has met. It is never sent again. */
export interface SpentCode {
  /** SHA-256 of session id and code, in base64url. */
  hash: string;
  /** Hash of the other person who brought it, so that it is never sent at all. Absent: the starter's own. */
  broughtBy?: string;
  /** When the completion that sends it has ended, whatever becomes of its process. */
  until?: number;
  /** How that completion ended: what the same person gets for the same code again. */
  outcome?: 'connected' | ProblemCode;
}

/** One consent from its start to its completion. Its key is the SHA-256 of the state. */
export interface ConsentSession {
  status: ConsentStatus;
  workspaceId: string;
  starter: Person;
  connectionId: string;
  /** `uid` of the connection that the completion will store. */
  connectionUid: string;
  provider: string;
  appOwner: string;
  appVersion: number;
  appUid: string;
  clientId: string;
  redirectUri: string;
  variables?: Record<string, string>;
  requestedScopes: string[];
  /** The issuer that an `iss` in the authorization response must equal (RFC 9207). */
  expectedIssuer: string;
  /** Whether a response without `iss` is refused. */
  issuerRequired: boolean;
  /** The person agreed that another account may take the connection's place, where nobody can say whose it is. */
  mayReplaceAccount?: boolean;
  /** The connection's epoch at the start; 0 if the connection did not exist. */
  connectionEpoch: number;
  /** SHA-256 over all that stays as it was at the start; associated data of the verifier. */
  destination?: Uint8Array;
  sealedVerifier?: Uint8Array;
  createdAt: number;
  expiresAt: number;
  /** SHA-256 of the completion secret, in base64url. Only the tab that started the consent has the secret. */
  completionHash?: string;
  /** The codes that it has met: those that it sent, and those that others brought. */
  codes?: SpentCode[];
  /** Rises with every change, so that no change is judged by an older state. */
  revision?: number;
  failure?: (typeof CONSENT_FAILURES)[number];
}
