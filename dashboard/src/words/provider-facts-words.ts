/** What a person reads of how a provider's tokens behave. */
import type { Provider } from '../api/types.ts';

export const REFRESH_KIND_WORDS: Record<Provider['refresh'], string> = {
  rotating: 'Each refresh replaces the refresh token.',
  reusable: 'One refresh token is used for every refresh.',
  sometimes: 'A setting of the OAuth app decides whether there is a refresh token.',
  none: 'There are no refresh tokens. When the access ends, a person connects again.',
};

export const REVOCATION_WORDS: Record<Provider['revocation'], string> = {
  token: 'A disconnect ends the tokens of that connection.',
  grant: 'A disconnect ends everything that the account has granted to the OAuth app.',
  app: 'A disconnect ends all access of the OAuth app to the account.',
  none: 'The provider has no revocation. A person removes the access by hand.',
};

export const CONFIDENCE_WORDS: Record<Provider['confidence'], string> = {
  high: 'The provider’s documentation states them.',
  medium: 'Some of them are not documented clearly.',
  low: 'Important ones are not documented.',
};
