import { identifyAccount, presentable } from '../../oauth/account/identify-account.ts';
import { openidAccount } from '../../oauth/account/openid-account.ts';
import { readTenants } from '../../oauth/account/read-tenants.ts';
import type { ReadAccount, ReadTenant } from '../../oauth/provider.ts';
import type { TokenAnswer } from '../../oauth/token-answer.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import { fetchUntil } from '../fetch-until.ts';
import { LIMITS } from '../limits.ts';
import type { Person } from '../records.ts';
import { UNKNOWN_ACCOUNT } from '../tokens/account-key.ts';
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
  { credentials, session, deadline }: Flow,
  answer: TokenAnswer,
): Promise<Owner> {
  const fetch = fetchUntil({ fetch: credentials.fetch, clock }, deadline - LIMITS.consentReserve);
  const asking = { ...credentials, fetch };
  const found = await ownerOf(asking, answer).catch(() => undefined);
  const isUnsaid = !found && credentials.facts.account.kind === 'openid';
  const account = isUnsaid ? unknownAccount(session.starter, clock.now()) : found;
  const tenants = account && (await readTenants(asking, answer.access).catch(() => undefined));
  return { account, tenants };
}

/** Labelled by who connected it and when: that is all that is known. */
function unknownAccount({ subject }: Person, now: number): ReadAccount {
  return { ...UNKNOWN_ACCOUNT, label: `${subject}, ${new Date(now).toISOString().slice(0, 10)}` };
}

async function ownerOf(credentials: TokenEndpointContext, answer: TokenAnswer) {
  const { account } = credentials.facts;
  if (account.kind === 'openid') return openidAccount(credentials, account, answer);
  if (account.kind === 'token-answer') return presentable(answer.account, answer.access);
  return identifyAccount(credentials, account, answer.access);
}
