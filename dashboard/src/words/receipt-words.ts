import type { Receipt } from '../api.ts';

export interface ReceiptWords {
  revocation: string;
  /** Page where a person can remove the access themselves, if that is left to do. */
  byHandAt?: string;
  deletion: string;
}

/** A disconnect's receipt in plain words. */
export function receiptWords(receipt: Receipt, provider: string, time: (at: string) => string): ReceiptWords {
  const { revocation, tokensDeletedAt } = receipt;
  const byHand = LEFT_TO_A_PERSON.has(revocation.outcome) ? revocation.byHandAt : undefined;
  return {
    revocation: revocationWords(revocation, provider, time),
    ...(byHand === undefined ? {} : { byHandAt: byHand }),
    deletion:
      tokensDeletedAt === undefined
        ? 'The stored tokens are out of use. They are deleted as soon as the provider is done.'
        : `The stored tokens were deleted ${time(tokensDeletedAt)}.`,
  };
}

const LEFT_TO_A_PERSON: ReadonlySet<string> = new Set([
  'not_supported',
  'failed',
  'unconfirmed',
  'left_shared_grant',
]);

function revocationWords(
  { outcome, reach, retryUntil }: Receipt['revocation'],
  provider: string,
  time: (at: string) => string,
): string {
  switch (outcome) {
    case 'revoked':
      return `${provider} confirmed that ${REACH[reach ?? 'token']}.`;
    case 'pending':
      return `${provider} has not confirmed yet. It is asked again${retryUntil ? `; the last time is ${time(retryUntil)}` : ''}.`;
    case 'not_supported':
      return `${provider} offers no way to end the access from here. Remove it in your account there.`;
    case 'unconfirmed':
      return `${provider} was asked to end the access, but its answer proves nothing. Look in your account there.`;
    case 'failed':
      return `${provider} could not be asked in time. Remove the access in your account there.`;
    case 'left_shared_grant':
      return `The access at ${provider} was left in place, since another connection depends on it.`;
    case 'nothing_to_revoke':
      return `There was no token left to revoke at ${provider}.`;
  }
}

const REACH = {
  token: 'this connection’s tokens no longer work',
  grant: 'everything this account had granted to the app is withdrawn',
  app: 'all access of the app to this account is withdrawn',
} as const;
