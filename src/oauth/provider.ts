/**
 * The shape of a provider's facts: data, with every quirk a named field. One file a provider in `src/providers`.
 * Lifetimes are seconds, as in RFC 6749.
 */
import type { ServerRegistration } from '../contract/server-registration.ts';
import type { ProviderRequest } from './provider-fetch.ts';

export interface Provider {
  /** Also the id of a workspace's default connection. */
  id: string;
  name: string;
  oauth: OAuthFacts;
  /** The products that one connection serves, each with its scopes. */
  apps: ProviderApp[];
  api: {
    /** Hosts of the provider's own API that may receive the token. */
    hosts: string[];
    /** Value of `Authorization`, with `{accessToken}`. */
    authorization: string;
  };
  /** MCP servers that an ordinary token of this provider really serves. */
  servers: ServerRegistration[];
  byo: { consoleUrl: string; steps: string[] };
  source: {
    documents: string[];
    checkedOn: string;
    confidence: 'high' | 'medium' | 'low';
    unsure?: string[];
  };
}

export interface ProviderApp {
  id: string;
  name: string;
  scopes: { scope: string; description: string; default: boolean }[];
}

export interface OAuthFacts {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  /** RFC 9207. `required`: a response without `iss` is refused; always compared when present. */
  authorizationResponseIss: 'required' | 'if-present';
  clientAuthentication: 'client_secret_basic' | 'client_secret_post';
  /** S256 for everyone but those who break on a challenge. */
  pkce: 'S256' | 'breaks-on-challenge';
  /** Parameters of every authorization request. Reserved names are refused by a test. */
  authorizationParameters: Record<string, string>;
  scopes: {
    /** Asked in every request. */
    always: string[];
    requestSeparator: ' ' | ',';
    answerSeparator: ' ' | ',';
    /** A provider that leaves `scope` out of its answer grants what was asked (RFC 6749 section 5.1). */
  };
  /** Turns the provider's token answers into RFC 6749 form, so that one processor judges all of them. */
  dialect?: TokenDialect;
  /** Lifetime where the answer has no `expires_in`; `endless` where there is no clock. */
  accessTokenLifetime: number | 'endless';
  refresh: RefreshFacts;
  errors: {
    /** Codes, beside `invalid_grant`, by which the provider says that the grant is dead. */
    deadGrant: string[];
    /** Codes, beside the RFC's, that accuse our client registration. */
    configuration: string[];
    transient: string[];
  };
  revocation: RevocationFacts;
  account: AccountFacts;
}

export type RefreshFacts =
  | { kind: 'none' }
  | {
      kind: 'reusable' | 'rotating';
      /** What presenting an already spent refresh token does. */
      replay: 'safe' | 'fails' | 'kills-family';
      /** The refresh token dies after this much time without use. */
      idleLimit?: number;
    };

export type RevocationFacts =
  | { kind: 'none'; byHandAt: string }
  | {
      kind: 'rfc7009';
      endpoint: string;
      clientAuthentication: 'as-token-endpoint' | 'none';
      /** What one revocation ends: the token (and its pair), the account's whole grant, or all of the app. */
      reach: 'token' | 'grant' | 'app';
      token: 'refresh' | 'access';
      /** Error codes, at status 400, that mean the token was dead already. */
      alreadyGone: string[];
      byHandAt: string;
    }
  | {
      kind: 'request';
      /** Builds the provider's own request; pure. */
      build: (input: { clientId: string; clientSecret: string; token: string }) => ProviderRequest;
      host: string;
      okStatus: number[];
      alreadyGoneStatus: number[];
      reach: 'token' | 'grant' | 'app';
      token: 'refresh' | 'access';
      byHandAt: string;
    };

export interface AccountFacts {
  endpoint: string;
  headers: Record<string, string>;
  /** Stable id and label out of the answer; undefined if the answer does not have them. Pure. */
  read: (answer: unknown) => { id: string; label: string } | undefined;
}

/** Pure; the answer's body is at most 1 MB and already read. */
export type TokenDialect = (answer: { status: number; body: unknown }) => { status: number; body: unknown };
