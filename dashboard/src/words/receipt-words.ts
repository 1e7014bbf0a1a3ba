import type { Receipt } from '../api/types.ts';

export interface ReceiptWords {
  revocation: string;
  /** The provider's page where a person can remove the access, if a person still has to. */
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
        ? 'The stored tokens are not used any more. They will be deleted when the provider has answered.'
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
      return `${provider} has not answered yet. The request will be repeated${retryUntil ? `, for the last time ${time(retryUntil)}` : ''}.`;
    case 'not_supported':
      return `${provider} does not support revocation. Remove the access in your account there.`;
    case 'unconfirmed':
      return `${provider} was asked to end the access but did not confirm it. Check your account there.`;
    case 'failed':
      return `${provider} did not answer in time. Remove the access in your account there.`;
    case 'left_shared_grant':
      return `The access at ${provider} was not removed, because another connection uses it.`;
    case 'nothing_to_revoke':
      return `There was no token to revoke at ${provider}.`;
  }
}

const REACH = {
  token: 'this connection’s tokens no longer work',
  grant: 'everything that this account granted to the OAuth app is revoked',
  app: 'all access of the OAuth app to this account is revoked',
} as const;
