/**
 * The type of the provider facts: data, and for each deviation from the RFCs a named field or a named pure function. Each
 * provider has one file in `src/providers`. Lifetimes are in seconds, as in RFC 6749. Endpoints and hosts may contain
 * `{variables}`.
 */
import type { SCOPE_SEPARATORS } from '../contract/identifiers.ts';
import type { ServerRegistration } from '../contract/servers/server-registration.ts';
import type { ProviderRequest } from './provider-fetch.ts';

/** All provider facts of one provider. */
export interface Provider {
  /** Also the id of a workspace's default connection. */
  id: string;
  name: string;
  /** Parts of the provider's URLs that differ between its customers, by name. */
  variables?: Record<string, ProviderVariable>;
  oauth: OAuthFacts;
  /** The products that one connection can use, each with its scopes. */
  products: ProviderProduct[];
  api: {
    /** Hosts of the provider's own API that may receive the token. */
    hosts: string[];
    /** The header that carries the token, and no other does. Default: `Authorization`. */
    header?: string;
    /** Value of that header; contains `{accessToken}`. */
    authorization: string;
    /** Other headers that an API call needs, such as `Notion-Version`. */
    headers?: Record<string, string>;
  };
  /** MCP servers that accept an ordinary access token of this provider. */
  servers: ServerRegistration[];
  /** Facts for people about the platform's verified app (`verified`) and a workspace's own app (`byo`). */
  verified: AppFacts;
  byo: AppFacts & { consoleUrl: string; steps: string[] };
  source: {
    documents: string[];
    checkedOn: string;
    confidence: 'high' | 'medium' | 'low';
    unsure?: string[];
    /** An independent source with which each field was compared, and every difference with its reason. */
    comparedWith?: { source: string; differences: string[] };
  };
}

/** Sentences for people who choose between the verified app and an own app. */
export interface AppFacts {
  /** What a person has to do before the first connection, and how long it takes. */
  setUp: string;
  /** Who can connect before the provider has reviewed the app. */
  testUsers?: string;
  quota?: string;
  /** The warning that people see while the provider has not verified the app. */
  unverifiedScreen?: string;
  /** How long the refresh tokens of this app last. */
  refreshToken?: string;
}

/** One variable of a provider's URLs, such as a subdomain or a region. */
export interface ProviderVariable {
  label: string;
  example: string;
  /** Source of a regular expression with anchors; the whole value must match it. */
  pattern: string;
  /** The value if none is given. Without a default, a value is required. */
  default?: string;
  /**
   * For a variable with a few known values: further template values that follow from each, such as the hosts of a region.
   * Templates use them like variables, but no caller can set them.
   */
  derives?: Record<string, Record<string, string>>;
  /**
   * - `connection`: a person chooses it at each consent. Its host stays within the provider's domain.
   * - `app`: set with a workspace's own app. The platform's app uses the default, so its secret cannot be sent to another
   *   host (T018).
   * - `callback`: the provider's redirect brings it as `parameter`. It is a key into the fixed table `derives`, or a label; never
   *   a URL or a host (T245). Endpoints that a browser opens cannot contain it.
   */
  of: 'connection' | 'app' | 'callback';
  /** Of a `callback` variable: the parameter of the authorization response. */
  parameter?: string;
  /** The redirect repeats the choice in this parameter, in this form. A redirect without it, or with another, is refused. */
  echo?: { parameter: string; value: string };
  /** False: account ids are unique over all values, so the value does not tell two accounts apart. */
  isOfAccount?: false;
}

/** One product of a provider, such as Gmail; the HTTP API names it `app`. */
export interface ProviderProduct {
  id: string;
  name: string;
  scopes: { scope: string; description: string; default: boolean }[];
}

/** Provider facts of the OAuth protocol: endpoints, parameters, errors, refresh and revocation. */
export interface OAuthFacts {
  issuer: string;
  /**
   * Source of an anchored regular expression with `{variables}`, where the provider's `iss` is not always `issuer`: one issuer
   * per tenant. The comment beside it names the provider's document. Absent: `iss` is compared as plain text (RFC 9207 section 2.4).
   */
  issuerPattern?: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  /** Endpoint for refresh requests, if it is not the token endpoint. */
  refreshEndpoint?: string;
  /**
   * The other documented endpoint for refresh requests, at the same host, where the provider's documents contradict each other. It
   * is asked once if the first one is not there (404), and the log reports it. Only for refresh tokens that are reusable.
   */
  refreshEndpointIfMissing?: string;
  /** RFC 9207. `required`: a response without `iss` is refused. An `iss` that is present is always compared. */
  authorizationResponseIss: 'required' | 'if-present';
  /**
   * Other names of parameters: of the client id in every request of the broker and of a browser, and of the code in the
   * authorization response.
   */
  names?: { clientId?: string; code?: string };
  /** How the provider proves the parameters of its redirect, with the client secret. */
  callbackProof?: CallbackProof;
  /** Value of `User-Agent` in every request of the broker, where the provider has rules for it. */
  userAgent?: string;
  clientAuthentication: 'client_secret_basic' | 'client_secret_post';
  /** `breaks-on-challenge`: no challenge is sent, because the provider fails the request if there is one (Slack). */
  pkce: 'S256' | 'breaks-on-challenge';
  /** Extra parameters of every authorization request; values may contain `{variables}`. A test refuses reserved names. */
  authorizationParameters: Record<string, string>;
  /** Extra parameters of the token request; `{redirectUri}` and `{scope}` are replaced by the values of the consent. */
  exchangeParameters?: Record<string, string>;
  refreshParameters?: Record<string, string>;
  scopes: {
    /** Name of the request parameter. `none`: no scopes are requested, the app's registration decides. */
    parameter: 'scope' | 'user_scope' | 'none';
    /** Scopes of every request. */
    always: string[];
    /**
     * Parameter for the scopes beyond `always`, where `scope` must contain exactly the scopes that the app requires
     * (HubSpot).
     */
    optionalParameter?: 'optional_scope';
    requestSeparator: ScopeSeparator;
    answerSeparator: ScopeSeparator;
    /**
     * Scopes that the provider grants but does not list in its answer, such as `offline_access`. They are never counted as
     * missing.
     */
    neverAnswered?: string[];
  };
  dialect?: TokenDialect;
  /** Lifetime of the access token if the answer has no `expires_in`. `endless`: the token does not expire. */
  accessTokenLifetime: number | 'endless';
  /** Documented lifetime of the refresh token, for answers without `refresh_token_expires_in`. */
  refreshTokenLifetime?: number;
  refresh: RefreshFacts;
  errors: {
    /** Codes other than `invalid_grant` for a grant that has ended or that needs a person. */
    deadGrant: string[];
    /** Codes, other than those of the RFC, for a fault of our client registration. */
    configuration: string[];
    /** Codes, other than those of the RFC, after which the same request can succeed later. */
    transient: string[];
  };
  revocation: RevocationFacts;
  account: AccountFacts;
  tenants?: TenantFacts;
  /**
   * Reads the connection facts of a token answer by name, such as Salesforce's `instanceHost`. API calls need them in addition to the
   * token. Pure. Undefined: a value is not acceptable. A consent is refused then, and a refresh keeps the facts that it had (T143).
   */
  connectionFacts?: (answer: Record<string, unknown>) => Record<string, string> | undefined;
  /** Sources of anchored regular expressions: the pattern of each of these values, by which it is judged again at each use. */
  connectionFactPatterns?: Record<string, string>;
}

/** What stands between two scopes. */
export type ScopeSeparator = (typeof SCOPE_SEPARATORS)[number];

/**
 * An HMAC-SHA256 with the client secret over the redirect's parameters, in lower-case hexadecimal (Shopify). It is over the raw
 * query without its own parameter, in which the parameters must already be in alphabetical order.
 */
export interface CallbackProof {
  parameter: string;
  /** The parameter with the time of the redirect, in seconds since the epoch, and how old it may be. */
  timestamp: { parameter: string; maxAgeSeconds: number };
}

/** One of the tenants that a grant reaches: an organization, a site, a company. */
export interface ReadTenant {
  /** Connection facts, judged by `connectionFactPatterns`. */
  facts: Record<string, string>;
  /** A name that a person recognises. */
  label: string;
}

/**
 * The GET that lists the tenants, where a token reaches several and calls need to name one. With one tenant it is taken; of
 * several, a person chooses.
 */
export interface TenantFacts {
  /** May contain variables, and facts of the token answer. */
  endpoint: string;
  /** Templates with `{accessToken}`. Default: `Authorization: Bearer {accessToken}`. */
  headers?: Record<string, string>;
  /** Name of the fact that never changes for the same tenant. */
  id: string;
  /** Pure. Undefined: the answer is no list. */
  read: (answer: unknown) => ReadTenant[] | undefined;
}

/** Provider facts of the refresh. */
export type RefreshFacts =
  | { kind: 'none' }
  | {
      /** `sometimes`: a setting of the app decides. An answer without a refresh token is then not an error. */
      kind: 'reusable' | 'rotating' | 'sometimes';
      /** What the provider does when a spent refresh token is presented again. */
      replay: 'safe' | 'fails' | 'kills-family';
      /** The refresh token expires after this time without use. */
      idleLimit?: number;
    };

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

/** An account at the provider. */
export interface ReadAccount {
  /** Never changes for the same account. */
  id: string;
  /** A name that a person recognises: an e-mail address or a login. */
  label: string;
}

/** How to find the account that owns the tokens. `read` is pure, and returns undefined if the answer names no account. */
export type AccountFacts =
  | {
      kind: 'endpoint';
      /** May contain variables, and facts of the token answer. */
      endpoint: string;
      method?: 'GET' | 'POST';
      /** Templates. Where one contains `{accessToken}`, no other header carries the token. */
      headers: Record<string, string>;
      body?: string;
      read: (answer: unknown) => ReadAccount | undefined;
      /** Statuses for a dead token. Default: 401. */
      deadStatus?: number[];
      /** Whether the answer reports a dead token although its status does not. Pure. */
      dead?: (answer: unknown) => boolean;
      /** A second GET for a label that a person recognises. If it fails, the first label stays. */
      label?: { endpoint: string; read: (answer: unknown) => string | undefined };
    }
  | {
      kind: 'request';
      /** Builds the provider's own request, which the client's credentials authorize. Pure. */
      build: (input: RevocationInput) => ProviderRequest;
      read: (answer: unknown) => ReadAccount | undefined;
    }
  | { kind: 'token-answer'; read: (answer: Record<string, unknown>) => ReadAccount | undefined };

/** An answer of a token endpoint before or after its dialect. */
export interface ParsedAnswer {
  status: number;
  /** Parsed JSON, or the text if it is not JSON. */
  body: unknown;
}

/**
 * Two pure functions around a request to a token endpoint. `request` turns ours into the provider's form, `answer` turns the
 * provider's answer into the form of RFC 6749. `src/oauth/dialects.ts` has the shared ones.
 */
export interface TokenDialect {
  request?: (request: ProviderRequest) => ProviderRequest;
  answer?: (answer: ParsedAnswer) => ParsedAnswer;
}
