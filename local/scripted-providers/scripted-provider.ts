/**
 * What one scripted provider says of itself: data and small functions, which `run-provider.ts` turns into a server. They
 * are written from the provider's documentation and not from `src/providers`, so that a wrong definition there is noticed.
 */
import type { IssuedTokens, TokenPair, TokenRules } from './issued-tokens.ts';
import type { Fields, ReceivedRequest } from './received-request.ts';

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, text as it is. */
  body?: unknown;
}

/** The app that is registered at the provider. */
export interface ScriptedClient {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** The name of the parameter with the id; `client_id` where absent. */
  idName?: string | undefined;
}

/** What a running provider knows when it answers a request. */
export interface Session {
  client: ScriptedClient;
  tokens: IssuedTokens;
  /** Parameters of the latest authorization request. */
  asked: URLSearchParams;
}

/** Answers a request, or throws when the request is not as the provider documents it. */
export type Endpoint = (request: ReceivedRequest, session: Session) => Answer;

export interface ScriptedProvider {
  /** Id in the catalogue. */
  provider: string;
  /** What is different in this variant, where a provider has several. */
  variant?: string;
  /** Values for the consent, where the provider has variables. */
  variables?: Record<string, string>;
  /** Values of a customer's own app, where each customer registers an app and there is none for everybody. */
  app?: Record<string, string>;
  /** The name of the parameter with the client's id; `client_id` where absent. */
  clientIdName?: string;
  /** Asked for instead of the default scopes, where the defaults are too few to distinguish one separator from another. */
  scopes?: string[];
  expected: ExpectedConnection;
  tokens: TokenRules;
  authorization: AuthorizationRules;
  token: TokenEndpointRules;
  /** Every other endpoint, by `METHOD host/path`. `{client_id}` in a path stands for the client's id. */
  endpoints?: Record<string, Endpoint>;
}

/** What a connection to the provider must look like. */
export interface ExpectedConnection {
  account: string;
  /** Granted scopes, in any order. */
  scopes: string[];
  /** The header that carries the token in a call to the API, without `Bearer`, by lower-case name. */
  tokenHeader?: string;
  /** Headers that a call to the API must have beside the token's, by lower-case name. */
  apiHeaders?: Record<string, string>;
  /** Where the token reaches several tenants: their labels in the provider's order, and the one that the person chooses. */
  tenants?: { labels: string[]; chosen: number };
  /** Hosts that may receive the access token. */
  allowedHosts: string[];
  /** Whether it is refreshed when it falls due; `on demand`: it never falls due, but can be refreshed. */
  refreshes: boolean | 'on demand';
  /** What the receipt of a disconnect says. */
  revocation: 'revoked' | 'unconfirmed' | 'not_supported';
  /** What that of an idle connection says, whose access token has run out. The same, where absent. */
  idleRevocation?: 'unconfirmed' | 'failed' | 'nothing_to_revoke';
}

export interface AuthorizationRules {
  /** URL without a query. */
  at: string;
  /** Parameters that must have exactly this value, beside those of RFC 6749 section 4.1.1. */
  parameters?: Record<string, string>;
  /** Parameters that must not be sent. */
  absent?: string[];
  /** In any order. Separated by a space where `separator` is absent. */
  scopes?: { names: string[]; others: 'allowed' | 'refused'; separator?: string };
  /** `refused`: neither challenge nor verifier may be sent. `ignored`: the provider does not know them. */
  pkce: 'S256' | 'refused' | 'ignored';
  check?(asked: URLSearchParams): void;
  /** Parameters of the redirect back, beside `code` and `state`. */
  callback?: Record<string, string>;
  /** How the redirect back is proved. */
  proof?: RedirectProof;
}

/** An HMAC-SHA256 with the client secret over the other parameters in alphabetical order, in hexadecimal. */
export interface RedirectProof {
  parameter: string;
  /** The parameter with the time, in seconds. */
  timestamp: string;
}

/** Where a client sends its id and secret (RFC 6749 section 2.3.1): the Authorization header, or the body. */
export type CredentialsPlace = 'basic' | 'body';

export interface TokenEndpointRules {
  /** `METHOD host/path` */
  at: string;
  /** The endpoint for refreshes, if it is another, and what `at` answers to them then. */
  refreshAt?: { at: string; missing: Answer };
  /** A form where absent. */
  body?: 'json';
  credentials: CredentialsPlace;
  /** The provider documents no `grant_type` for the exchange of a code, or a default. */
  isGrantTypeOptional?: true;
  /** Requests that must repeat the redirect URI; `exchange` where absent. */
  redirectUri?: 'exchange' | 'every-request' | 'never';
  /** Throws when something else about the request is not as documented. */
  check?(request: ReceivedRequest, fields: Fields): void;
  /** Body of the answer that brings tokens. */
  tokens(pair: TokenPair, context: Session & { fields: Fields; isExchange: boolean }): object;
  wrongClient: Answer;
  wrongCode: Answer;
  /** Absent where the provider has no refresh tokens. */
  refresh?: RefreshRules;
}

export interface RefreshRules {
  /** Parameters that a refresh must not have; `scope` where absent. */
  absent?: string[];
  /** The refresh token is spent, unknown, or its grant has ended. */
  deadGrant: Answer;
  throttled: Answer;
  /** How a client is refused that worked before; as `wrongClient` where absent. */
  refusedClient?: Answer;
}
