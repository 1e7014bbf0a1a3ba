import { identifyAccount, presentable } from '../../oauth/account/identify-account.ts';
import { readTenants } from '../../oauth/account/read-tenants.ts';
import type { ReadAccount, ReadTenant } from '../../oauth/provider.ts';
import type { TokenAnswer } from '../../oauth/token-answer.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import { fetchUntil } from '../fetch-until.ts';
import { LIMITS } from '../limits.ts';
import type { CompletePorts, Flow } from './consent-flow.ts';

/** Whose tokens they are. */
interface Owner {
  /** Undefined: the provider does not say. */
  account: ReadAccount | undefined;
  /** Undefined: the provider has no tenants to choose from, or does not list them. */
  tenants?: ReadTenant[] | undefined;
}

/** Whose account it is and which tenants it reaches, asked within the completion's time. Never rejects. */
export async function identifyOwner(
  { clock }: Pick<CompletePorts, 'clock'>,
  { credentials, deadline }: Flow,
  answer: TokenAnswer,
): Promise<Owner> {
  const fetch = fetchUntil({ fetch: credentials.fetch, clock }, deadline - LIMITS.consentReserve);
  const asking = { ...credentials, fetch };
  const account = await ownerOf(asking, answer).catch(() => undefined);
  const tenants = account && (await readTenants(asking, answer.access).catch(() => undefined));
  return { account, tenants };
}

async function ownerOf(credentials: TokenEndpointContext, answer: TokenAnswer) {
  const { account } = credentials.facts;
  if (account.kind === 'token-answer') return presentable(answer.account, answer.access);
  return identifyAccount(credentials, account, answer.access);
}
