/** Why a server gave no answer that can be shown, in the codes of the contract. Pure. */
import { CallNotMade, ResponseRefused, ServerUnreachable } from '../../client/src/errors.ts';
import { Problem } from '../broker/errors.ts';
import type { TrialFailure } from '../contract/problems.ts';
import { ProviderFetchError } from '../oauth/provider-fetch.ts';

const OF_CLIENT: Record<ResponseRefused['code'], TrialFailure> = {
  redirect: 'redirect',
  too_large: 'too_large',
  too_slow: 'too_slow',
  undecodable: 'unreadable',
  unsearchable: 'unreadable',
};
const OF_EGRESS: Record<ProviderFetchError['code'], TrialFailure> = {
  address_not_allowed: 'address_refused',
  deadline: 'too_slow',
  too_large: 'too_large',
  network: 'no_connection',
};

/** The failure that an error of a request or a body stands for. Undefined: it is an error of another kind. */
export function failureOf(error: unknown): TrialFailure | undefined {
  if (error instanceof ResponseRefused) return OF_CLIENT[error.code];
  if (error instanceof ProviderFetchError) return OF_EGRESS[error.code];
  if (error instanceof CallNotMade) return 'address_refused';
  if (error instanceof ServerUnreachable) return 'no_connection';
  return undefined;
}

/** What was noticed while the server was talked to, the latest of each. */
export interface Noticed {
  failure?: TrialFailure | undefined;
  /** The HTTP status of the last answer, if it was an error. */
  errorStatus?: number | undefined;
}

/** The problem of a trial whose server was asked. */
export function problemOf({ failure, errorStatus }: Noticed, error: unknown): Problem {
  const found = failure ?? failureOf(error);
  if (found) return new Problem('server_unreachable', { failure: found });
  if (errorStatus === undefined) return new Problem('server_unreachable', { failure: 'no_mcp' });
  return new Problem('server_unreachable', { failure: 'http_error', serverStatus: errorStatus });
}
