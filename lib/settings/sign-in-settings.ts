/** The identity provider of a stage, and what its access tokens look like. */
import type { AccessTokenProfileName, WorkspaceClaimForm } from '../../src/contract/environment.ts';

export interface SignInSettings {
  /** `iss` of the tokens, exactly as they write it. The discovery document is found below this URL. */
  readonly issuer: string;
  /** `aud` of the tokens. For Cognito, whose access tokens may have no `aud`, the id of the app client. */
  readonly audience: string;
  /**
   * How the issuer marks its access tokens, so that no ID token or other JWT is taken for one: `rfc9068`, the name of the
   * issuer's product, or `jwt-with-scope` for one that is not listed and sends no `at+jwt`
   * (docs/decisions/0019-which-token-is-an-access-token.md).
   * @default the product, where the issuer's host tells it (`acme.eu.auth0.com`); for any other host there is no default
   */
  readonly accessTokens?: AccessTokenProfileName;
  /**
   * Whole seconds, from 60 to 604,800, after which a token is refused, counted from its `iat`. A person who lost a role
   * has it no longer than this.
   * @default 86,400, a day
   */
  readonly maxAgeSeconds?: number;
  /**
   * Whole seconds, from 0 to 86,400, for which functions go on with the issuer's keys that they have while the issuer does
   * not answer. If the issuer withdraws a key during its own outage, functions accept that key until this time has passed.
   * @default 3,600, an hour
   */
  readonly staleKeysSeconds?: number;
  /**
   * The claim that names a person: the same in every token of theirs, whichever client it is for, and never another person's.
   * Entra's `sub` differs from audience to audience, and its `oid` does not. A changed claim makes other people of everybody.
   * @default 'sub'
   */
  readonly personClaim?: string;
  /**
   * The claim that lists `workspace:role` strings.
   * @default 'workspaces'
   */
  readonly workspaceClaim?: string;
  /**
   * Whether that claim is a list, or a text with a space between its entries. Allow the text only where no name of the
   * issuer's that goes into the claim can hold a space: whoever names a group `x:member acme` is in `acme` otherwise.
   * @default 'list': a list of texts, or one entry as a text
   */
  readonly workspaceClaimForm?: WorkspaceClaimForm;
}

export const DEFAULT_PERSON_CLAIM = 'sub';
export const DEFAULT_WORKSPACE_CLAIM = 'workspaces';
export const DEFAULT_MAX_AGE_SECONDS = 86_400;
export const DEFAULT_STALE_KEYS_SECONDS = 3_600;

/** Issuers whose host tells what they send. A host of the operator's own tells nothing. */
const KNOWN_HOSTS: readonly (readonly [host: RegExp, profile: AccessTokenProfileName])[] = [
  [/\.auth0\.com$/, 'auth0'],
  [/\.clerk\.accounts\.dev$/, 'clerk'],
  [/^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/, 'cognito'],
  [/^api(\.[a-z0-9-]+)?\.descope\.com$/, 'descope'],
  [/^(login\.microsoftonline\.(com|us)|sts\.windows\.net|[a-z0-9-]+\.ciamlogin\.com)$/, 'entra'],
  [/\.fusionauth\.io$/, 'fusionauth'],
  [/\.(okta|oktapreview|okta-emea|okta-gov)\.com$/, 'okta'],
  [/\.projects\.oryapis\.com$/, 'ory'],
  [/\.authkit\.app$/, 'workos'],
];

/** The profile that a stage set, or that its issuer's host tells. Undefined: neither. */
export function accessTokensOf({ issuer, accessTokens }: SignInSettings): AccessTokenProfileName | undefined {
  if (accessTokens !== undefined || !URL.canParse(issuer)) return accessTokens;
  const { hostname } = new URL(issuer);
  return KNOWN_HOSTS.find(([host]) => host.test(hostname))?.[1];
}
