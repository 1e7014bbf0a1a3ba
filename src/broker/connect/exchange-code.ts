import { identifyAccount, presentable } from '../../oauth/identify-account.ts';
import type { ReadAccount } from '../../oauth/provider.ts';
import type { TokenAnswer } from '../../oauth/token-answer.ts';
import { exchangeCode as sendCode } from '../../oauth/token-endpoint.ts';
import { tokenFailure } from '../../oauth/token-failure.ts';
import { Problem } from '../errors.ts';
import { fetchUntil } from '../fetch-until.ts';
import { LIMITS } from '../limits.ts';
import type { CompletePorts, Flow } from './consent-flow.ts';

/**
 * Sends the code once and never again: a second use may revoke the tokens of the first (RFC 6749 section 4.1.2). Throws
 * `provider_rejected`, `app_misconfigured` or `provider_unreachable`.
 */
export async function exchangeCode({ credentials, code, verifier, session }: Flow): Promise<TokenAnswer> {
  try {
    return await sendCode(credentials, {
      code,
      redirectUri: session.redirectUri,
      codeVerifier: verifier,
      scopes: session.requestedScopes,
    });
  } catch (cause) {
    const { kind } = tokenFailure(cause, credentials.facts);
    if (kind === 'dead_grant') throw new Problem('provider_rejected', { cause });
    if (kind === 'configuration') throw new Problem('app_misconfigured', { cause });
    throw new Problem('provider_unreachable', { cause });
  }
}

/** Whose account it is, asked within the completion's time. Undefined: the provider does not say. Never rejects. */
export async function accountOf(
  { clock }: Pick<CompletePorts, 'clock'>,
  { credentials, deadline }: Flow,
  answer: TokenAnswer,
): Promise<ReadAccount | undefined> {
  const { account } = credentials.facts;
  if (account.kind === 'token-answer') return presentable(answer.account);
  const fetch = fetchUntil({ fetch: credentials.fetch, clock }, deadline - LIMITS.consentReserve);
  return identifyAccount({ ...credentials, fetch }, account, answer.access).catch(() => undefined);
}
