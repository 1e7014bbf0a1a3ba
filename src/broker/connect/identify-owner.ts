import { identifyAccount, presentable } from '../../oauth/identify-account.ts';
import type { ReadAccount } from '../../oauth/provider.ts';
import type { TokenAnswer } from '../../oauth/token-answer.ts';
import { fetchUntil } from '../fetch-until.ts';
import { LIMITS } from '../limits.ts';
import type { CompletePorts, Flow } from './consent-flow.ts';

/** Whose account it is, asked within the completion's time. Undefined: the provider does not say. Never rejects. */
export async function identifyOwner(
  { clock }: Pick<CompletePorts, 'clock'>,
  { credentials, deadline }: Flow,
  answer: TokenAnswer,
): Promise<ReadAccount | undefined> {
  const { account } = credentials.facts;
  if (account.kind === 'token-answer') return presentable(answer.account);
  const fetch = fetchUntil({ fetch: credentials.fetch, clock }, deadline - LIMITS.consentReserve);
  return identifyAccount({ ...credentials, fetch }, account, answer.access).catch(() => undefined);
}
