/** The facts of the revocation: how it is asked for, what it ends, and what proves it. */
import type { ProviderRequest } from '../provider-fetch.ts';
import type { TokenDialect } from './token-dialect.ts';

/** What one revocation ends, and how the provider confirms it. */
export interface RevocationReach {
  /** What one revocation ends: the token (and its pair), the account's whole grant, or all of the app. */
  reach: 'token' | 'grant' | 'app';
  /** What has the one grant that a revocation ends, in variables, where it is not the account: a company, for everybody in it. */
  grantOf?: string;
  /** The tokens to present, in this order; a token that does not exist is left out. */
  tokens: readonly ('refresh' | 'access')[];
  /** The provider ends nothing for an access token that has run out, so a disconnect first refreshes. */
  needs?: 'live-access-token';
  /** Error codes for a token that had ended before. */
  alreadyGone: string[];
  /** False: an answer of success is no proof, and the receipt says so. */
  confirms: boolean;
  /** Page on which a person can withdraw the app's access by hand. */
  byHandAt: string;
}

/** Provider facts of the revocation: none, RFC 7009, or a request of the provider's own form. */
export type RevocationFacts =
  | { kind: 'none'; byHandAt: string }
  | (RevocationReach & {
      kind: 'rfc7009';
      endpoint: string;
      clientAuthentication: 'as-token-endpoint' | 'none';
    })
  | (RevocationReach & {
      kind: 'request';
      /** Builds the provider's own request. Pure. */
      build: (input: RevocationInput) => ProviderRequest;
      host: string;
      /** Statuses of success, 200 to 299. */
      okStatus: number[];
      /**
       * Other statuses for a token that had ended. A malformed request can get them too, so none proves anything: the account
       * endpoint is asked about an access token, and a refresh token counts as `unconfirmed`.
       */
      alreadyGoneStatus: number[];
      answer?: TokenDialect['answer'];
    });

/** The values from which a provider's own request is built. The secrets in it are in clear. */
export interface RevocationInput {
  clientId: string;
  clientSecret: string;
  token: string;
  /** Values of the provider's variables, and the connection's facts. */
  variables: Record<string, string>;
}
