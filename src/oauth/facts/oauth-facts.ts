/** The facts of the OAuth protocol: endpoints, parameters, scopes, lifetimes, errors and the refresh. */
import type { SCOPE_SEPARATORS } from '../../contract/identifiers.ts';
import type { AccountFacts, TenantFacts } from './account-facts.ts';
import type { RevocationFacts } from './revocation-facts.ts';
import type { TokenDialect } from './token-dialect.ts';

/** Provider facts of the OAuth protocol: endpoints, parameters, errors, refresh and revocation. */
export interface OAuthFacts {
  issuer: string;
  /**
   * Source of an anchored regular expression with `{variables}`, where the provider's `iss` is not always `issuer`: one issuer
   * per tenant. The comment beside it names the provider's document. Absent: `iss` is compared as plain text (RFC 9207 section 2.4).
   */
  issuerPattern?: string;
  /**
   * The issuer that an authorization server names in its answers, where its metadata claims another one than `issuer` (RFC 8414
   * section 3.3). It changes what is compared, and never whose account, client or token it is (T191).
   */
  claimedIssuer?: string;
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
  /** `none`: a public client, which has no secret. */
  clientAuthentication: 'client_secret_basic' | 'client_secret_post' | 'none';
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
  /** The token endpoint answers to a wrong code as to a wrong client, so that a refusal says nothing of either. */
  refusesAlike?: true;
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
