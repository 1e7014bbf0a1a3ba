/** What the dashboard's page must know of its environment: the local environment and a deployment write it, the page reads it. */
import type { PersonalWorkspacesRule } from '../environment.ts';

/** What the page asks the identity provider for, beside what every sign-in sends (docs/sign-in.md). */
export interface SignInRequest {
  /** OAuth scopes with a space between them (RFC 6749 section 3.3). `openid` is one of them. */
  readonly scope: string;
  /**
   * Sent as `audience`, by which Auth0 learns for which API the access token is.
   * @default the parameter is not sent
   */
  readonly audience?: string;
  /**
   * Sent as `resource` (RFC 8707 section 2).
   * @default the parameter is not sent
   */
  readonly resource?: string;
}

/**
 * How a sign-out is asked for. Absent: by OpenID Connect RP-Initiated Logout 1.0. Cognito's endpoint wants `client_id` and
 * `logout_uri` (Cognito developer guide, "The managed login sign-out endpoint").
 */
export type SignOutForm = 'cognito';

/** The one address at which people's own MCP clients find the servers of a workspace (docs/one-address.md). */
export interface ClientAddress {
  /** Without a trailing slash. The name of a workspace follows it, and the id of a server. */
  readonly address: string;
  /**
   * Client ids that people paste into their client, by the client's name (`claude`, `vscode`, …). None is a secret.
   * @default none
   */
  readonly clients?: Readonly<Record<string, string>>;
}

/**
 * The content of `/config.json` beside the page: the same build serves every stage. Nothing in it is secret. A deployment
 * may know a value only when it runs.
 */
export interface DashboardConfig {
  /** OpenID provider that signs people in. */
  readonly issuer: string;
  readonly clientId: string;
  /** The API that the access token is for: `aud` of the token, or `client_id` of one without `aud`. */
  readonly audience: string;
  /** Absent: the scope `openid`, and `audience` as RFC 8707 `resource`. */
  readonly signIn?: SignInRequest;
  readonly signOut?: SignOutForm;
  /**
   * Whether `/silent.html` of the page is a redirect URI of the page's client too: the sign-in then goes on in a frame where the
   * identity provider has a session, so that the page loads once.
   */
  readonly silentSignIn?: boolean;
  /**
   * Claim of the access token that names the person.
   * @default 'sub'
   */
  readonly personClaim?: string;
  /** Claim of the access token that lists `workspace:role` strings. */
  readonly workspaceClaim: string;
  /** Where the API is reached, without a trailing slash. */
  readonly apiOrigin: string;
  /**
   * Origins to which the page may lead a person back, by the `return` of a link (docs/injector.md).
   * @default none
   */
  readonly returnTo?: readonly string[];
  /**
   * Names of the operator's own logos, `<provider>.svg` or `<provider>.png`, at `/logos/` beside the page.
   * @default none
   */
  readonly logos?: readonly string[];
  /**
   * Who has a workspace of their own, which no token names. The page offers it; the API decides.
   * @default 'off'
   */
  readonly personalWorkspaces?: PersonalWorkspacesRule;
  /**
   * Where people's own MCP clients reach the environment.
   * @default nowhere
   */
  readonly mcpEndpoint?: ClientAddress;
}
