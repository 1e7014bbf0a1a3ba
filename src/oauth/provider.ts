/**
 * The shape of a provider's facts: data, with every quirk a named field or a named pure function beside the data. One file
 * a provider in `src/providers`. Lifetimes are seconds, as in RFC 6749. Endpoints and hosts may hold `{variables}`.
 */
import type { ServerRegistration } from '../contract/server-registration.ts';
import type { ProviderRequest } from './provider-fetch.ts';

export interface Provider {
  /** Also the id of a workspace's default connection. */
  id: string;
  name: string;
  /** What differs between customers of the provider and is part of its URLs, by name. */
  variables?: Record<string, ProviderVariable>;
  oauth: OAuthFacts;
  /** The products that one connection serves, each with its scopes. */
  products: ProviderProduct[];
  api: {
    /** Hosts of the provider's own API that may receive the token. */
    hosts: string[];
    /** Value of `Authorization`, with `{accessToken}`. */
    authorization: string;
    /** Headers that an API call needs beside it, such as `Notion-Version`. */
    headers?: Record<string, string>;
  };
  /** MCP servers that an ordinary token of this provider really serves. */
  servers: ServerRegistration[];
  /** What the platform's verified app and a workspace's own app are like, side by side. */
  verified: AppFacts;
  byo: AppFacts & { consoleUrl: string; steps: string[] };
  source: {
    documents: string[];
    checkedOn: string;
    confidence: 'high' | 'medium' | 'low';
    unsure?: string[];
  };
}

/** For people who choose between the two kinds of app; plain sentences. */
export interface AppFacts {
  /** How long it takes until the first connection. */
  setUp: string;
  /** Most people who can connect before the provider has reviewed the app. */
  testUsers?: string;
  quota?: string;
  /** What people see of an app that the provider has not verified. */
  unverifiedScreen?: string;
  /** Limits of the refresh tokens that such an app gets. */
  refreshToken?: string;
}

export interface ProviderVariable {
  label: string;
  example: string;
  /** Source of an anchored regular expression that the whole value must match. */
  pattern: string;
  /** Used when none is given; without one it must be given. */
  default?: string;
  /**
   * For a variable of a few known values: what else each of them stands for, by name, such as the hosts of a region.
   * Templates name these like variables; nobody gives their values.
   */
  derives?: Record<string, Record<string, string>>;
  /**
   * - `connection`: chosen at each consent. Its host stays within the provider's own domain. - `app`: belongs to a
   * workspace's own app; the platform's app uses the default, so that nobody can point its secret elsewhere (T018).
   */
  of: 'connection' | 'app';
}

/** One product of a provider, such as Gmail; the HTTP API names it `app`. */
export interface ProviderProduct {
  id: string;
  name: string;
  scopes: { scope: string; description: string; default: boolean }[];
}

export interface OAuthFacts {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  /** Where refreshes go, if not to the token endpoint. */
  refreshEndpoint?: string;
  /** RFC 9207. `required`: a response without `iss` is refused; always compared when present. */
  authorizationResponseIss: 'required' | 'if-present';
  clientAuthentication: 'client_secret_basic' | 'client_secret_post';
  /** S256 for everyone but those who break on a challenge. */
  pkce: 'S256' | 'breaks-on-challenge';
  /** Parameters of every authorization request. Reserved names are refused by a test. */
  authorizationParameters: Record<string, string>;
  /** Parameters beyond the RFC's in the token requests; `{redirectUri}` and `{scope}` stand for the consent's. */
  exchangeParameters?: Record<string, string>;
  refreshParameters?: Record<string, string>;
  scopes: {
    /** Name of the request parameter; `none`: the app's registration decides, nothing is asked. */
    parameter: 'scope' | 'user_scope' | 'none';
    /** Asked in every request. */
    always: string[];
    /** Parameter for asked scopes beyond `always`, where `scope` must hold exactly what the app requires (HubSpot). */
    optionalParameter?: 'optional_scope';
    requestSeparator: ' ' | ',';
    answerSeparator: ' ' | ',';
    /**
     * Scopes that are asked for and that no answer names although they were granted, such as `offline_access`; they never
     * count as missing.
     */
    neverAnswered?: string[];
  };
  dialect?: TokenDialect;
  /** Lifetime where the answer has no `expires_in`; `endless` where there is no clock. */
  accessTokenLifetime: number | 'endless';
  /** Lifetime of the refresh token where the answer tells none and the provider documents one. */
  refreshTokenLifetime?: number;
  refresh: RefreshFacts;
  errors: {
    /** Codes, beside `invalid_grant`, by which the provider says that the grant is dead or a person is needed. */
    deadGrant: string[];
    /** Codes, beside the RFC's, that accuse our client registration. */
    configuration: string[];
    transient: string[];
  };
  revocation: RevocationFacts;
  account: AccountFacts;
  /**
   * Facts that token answers carry and that calls need beside the token, such as Salesforce's `instanceUrl`, by name. Pure.
   * Undefined: the answer's values are not acceptable, and the whole answer is refused (T143).
   */
  connectionFacts?: (answer: Record<string, unknown>) => Record<string, string> | undefined;
}

export type RefreshFacts =
  | { kind: 'none' }
  | {
      /** `sometimes`: by a setting of the app; an answer without a refresh token is then no fault. */
      kind: 'reusable' | 'rotating' | 'sometimes';
      /** What presenting an already spent refresh token does. */
      replay: 'safe' | 'fails' | 'kills-family';
      /** The refresh token dies after this much time without use. */
      idleLimit?: number;
    };

export interface RevocationReach {
  /** What one revocation ends: the token (and its pair), the account's whole grant, or all of the app. */
  reach: 'token' | 'grant' | 'app';
  /** Which of the tokens are presented, in this order; those that exist. */
  tokens: readonly ('refresh' | 'access')[];
  /** Error codes that mean the token was dead already. */
  alreadyGone: string[];
  /** False: an answer of success proves nothing, and the receipt says so. */
  confirms: boolean;
  /** Page where a person withdraws the app's access by hand. */
  byHandAt: string;
}

export type RevocationFacts =
  | { kind: 'none'; byHandAt: string }
  | (RevocationReach & {
      kind: 'rfc7009';
      endpoint: string;
      clientAuthentication: 'as-token-endpoint' | 'none';
    })
  | (RevocationReach & {
      kind: 'request';
      /** Builds the provider's own request; pure. */
      build: (input: RevocationInput) => ProviderRequest;
      host: string;
      okStatus: number[];
      alreadyGoneStatus: number[];
      answer?: TokenDialect['answer'];
    });

export interface RevocationInput {
  clientId: string;
  clientSecret: string;
  token: string;
  /** Values of the provider's variables. */
  variables: Record<string, string>;
}

export interface ReadAccount {
  /** Stable at the provider. */
  id: string;
  /** What a person recognises: an address or a login. */
  label: string;
}

/** Whose tokens these are. `read` is pure, and undefined if the answer does not tell. */
export type AccountFacts =
  | {
      kind: 'endpoint';
      endpoint: string;
      method?: 'GET' | 'POST';
      headers: Record<string, string>;
      body?: string;
      read: (answer: unknown) => ReadAccount | undefined;
      /** Statuses by which it says that the token is dead; 401, if none are named. */
      deadStatus?: number[];
      /** Whether its answer says so, at a status that does not. Pure. */
      dead?: (answer: unknown) => boolean;
      /** A further GET where that answer has nothing that a person recognises; if it fails, the first label stays. */
      label?: { endpoint: string; read: (answer: unknown) => string | undefined };
    }
  | {
      kind: 'request';
      /** Builds the provider's own request, for one that the client's credentials authorize; pure. */
      build: (input: RevocationInput) => ProviderRequest;
      read: (answer: unknown) => ReadAccount | undefined;
    }
  | { kind: 'token-answer'; read: (answer: Record<string, unknown>) => ReadAccount | undefined };

export interface SpokenAnswer {
  status: number;
  /** Parsed JSON. */
  body: unknown;
}

/**
 * A pair of pure functions around the request to a token endpoint: ours into the provider's form, its answer into the form
 * of RFC 6749, so that one processor judges all of them. Shared ones are in `src/oauth/dialects.ts`.
 */
export interface TokenDialect {
  request?: (request: ProviderRequest) => ProviderRequest;
  answer?: (answer: SpokenAnswer) => SpokenAnswer;
}
