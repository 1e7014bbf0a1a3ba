/**
 * A provider as its documentation describes it, played by an HTTP server. A script is written from the documentation and
 * not from `src/providers`, so that a wrong definition there fails: it checks every request that it gets, and answers in the
 * provider's own dialect.
 */

export interface ScriptRequest {
  method: string;
  /** Of the provider: `api.notion.com`. */
  host: string;
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** As it came. */
  body: string;
}

export interface ScriptAnswer {
  status: number;
  headers?: Record<string, string>;
  /** An object goes out as JSON, text as it is. */
  body?: unknown;
}

/** What the journey told the script before it began. */
export interface ScriptClient {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}

export interface Script {
  /** Id in the catalogue. */
  provider: string;
  /** Where a provider has several scripts: what is different in this one. */
  variant?: string;
  /** Values for the consent, where the provider has variables. */
  variables?: Record<string, string>;
  /** Asked for instead of the defaults, where those are too few to tell one separator from another. */
  scopes?: string[];
  /** Hosts that it answers for; a request to any other fails the journey. */
  hosts: string[];
  /** What the connection must look like afterwards. */
  expect: {
    account: string;
    /** What must be granted and shown. */
    scopes: string[];
    /** The header (lower-case name → value) that a call to the provider's API must carry, given the access token. */
    apiHeaders: (accessToken: string) => Record<string, string>;
    /** Hosts that the token may go to. */
    allowedHosts: string[];
    /** Whether a tick refreshes it; `on demand`: it never falls due, and can be refreshed when it is refused. */
    refreshes: boolean | 'on demand';
    /** What the receipt of the disconnect says. */
    revocation: 'revoked' | 'unconfirmed' | 'not_supported';
  };
  /** Plays one journey; a new one for each. */
  play(client: ScriptClient): Play;
}

export interface Play {
  /**
   * The person's browser at the authorization URL: checks every parameter (throw where one is wrong) and returns the URL
   * that the provider redirects to, with `code` and `state`.
   */
  authorize(url: URL): string;
  /** Everything else: token, refresh, revocation, account and API requests. Throw where a request is not as documented. */
  answer(request: ScriptRequest): ScriptAnswer;
  /** Whether the provider's API takes this access token now. */
  isLive(accessToken: string): boolean;
  /** From now on the provider says that the grant is dead, in its own words. Absent where nothing is refreshed. */
  killGrant?(): void;
  /** The person withdraws the access on the provider's own page. */
  revokeByHand?(): void;
  /** The next token request is throttled, or meets a fault, in the provider's own words; then all is well again. */
  throttleOnce?(): void;
  /** The next token request is told that the client's secret is wrong, in the provider's own words. */
  refuseClientOnce?(): void;
}
