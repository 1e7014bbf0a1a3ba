/**
 * What a provider says of a client: a token request with a code that cannot exist is sent as the client, and the refusal is read.
 * RFC 6749 section 4.1.3 has the server authenticate the client, and section 5.2 names the codes; the provider's own codes are in
 * its file (`errors`).
 */
import type { CheckOutcome } from '../contract/outcomes.ts';
import type { OAuthFacts } from './provider.ts';
import { ProviderFetchError } from './provider-fetch.ts';
import { CLIENT_CODES, GRANT_CODES, RefusedAnswer } from './refused-answer.ts';
import { type CodeInput, exchangeCode, type TokenEndpointContext } from './token-endpoint.ts';

/** What was found. */
export interface ClientVerdict {
  outcome: CheckOutcome;
  /** The provider's error code, if it is one word. */
  error?: string;
  /** HTTP status, before the provider's dialect. */
  status?: number;
}

/** Codes that other providers than those of the RFC share, and that say by their name what they are about. */
const NAMES_CODE = [
  'invalid_code',
  'invalid_authorization_code',
  'bad_verification_code',
  'code_expired',
  'expired_code',
];
const NAMES_CLIENT = [
  'invalid_client_id',
  'invalid_client_secret',
  'invalid_client_credentials',
  'bad_client_id',
  'bad_client_secret',
  'incorrect_client_credentials',
];
/** It is about the grant type, so it says nothing of the client. */
const OF_REQUEST = 'unsupported_grant_type';

/** Sends one request, and never another. `code` is one that the provider cannot have made. Never rejects. */
export async function clientVerdict(context: TokenEndpointContext, input: CodeInput): Promise<ClientVerdict> {
  let status: number | undefined;
  const fetch: TokenEndpointContext['fetch'] = async (request) => {
    const answer = await context.fetch(request);
    status = answer.status;
    return answer;
  };
  const verdict = await exchangeCode({ ...context, fetch }, input).then(
    // Tokens for a code that cannot exist: whoever answers so looks at nothing.
    (): ClientVerdict => ({ outcome: 'unclear' }),
    (error: unknown) => verdictOf(error, context.facts),
  );
  const said = verdict.error;
  return {
    outcome: verdict.outcome,
    ...(said !== undefined && !repeats(said, context, input) && { error: said }),
    ...(status !== undefined && { status }),
  };
}

/** Whether a provider's code holds a secret that was sent to it. */
function repeats(said: string, { clientSecret }: TokenEndpointContext, input: CodeInput): boolean {
  const sent = [clientSecret, input.code, input.codeVerifier].map((secret) => secret?.reveal());
  return sent.some((text) => text !== undefined && said.includes(text));
}

function verdictOf(error: unknown, facts: OAuthFacts): ClientVerdict {
  if (error instanceof ProviderFetchError)
    return { outcome: error.code === 'too_large' ? 'unclear' : 'unreachable' };
  if (!(error instanceof RefusedAnswer)) return { outcome: 'unclear' };
  const said = error.saidCode();
  return { outcome: outcomeOf(said, error.status, facts), ...(said !== undefined && { error: said }) };
}

function outcomeOf(
  said: string | undefined,
  status: number,
  { errors, refusesAlike }: OAuthFacts,
): ClientVerdict['outcome'] {
  if (status < 400 || status >= 500 || status === 429 || refusesAlike) return 'unclear';
  if (said !== undefined) {
    if (/redirect/i.test(said)) return 'redirect_uri_refused';
    if ([...GRANT_CODES, ...NAMES_CODE, ...errors.deadGrant].includes(said)) return 'accepted';
    if (said === OF_REQUEST || errors.transient.includes(said)) return 'unclear';
    if ([...CLIENT_CODES, ...NAMES_CLIENT, ...errors.configuration].includes(said)) return 'refused';
  }
  // RFC 6749 section 5.2: 401 is for a client that could not be authenticated.
  return status === 401 ? 'refused' : 'unclear';
}
