/** Finds wrong settings of the identity provider. */
import {
  ACCESS_TOKEN_PROFILE_NAMES,
  BELOW,
  WORKSPACE_CLAIM_FORMS,
} from '../../../src/contract/environment.ts';
import {
  accessTokensOf,
  DEFAULT_MAX_AGE_SECONDS,
  DEFAULT_STALE_KEYS_SECONDS,
  type SignInSettings,
} from '../sign-in-settings.ts';
import type { StageSettings } from '../stage-settings.ts';
import { createsUserPool } from '../user-pool-settings.ts';
import { originOf } from './validate-addresses.ts';

export function signInFaults({ jwt }: StageSettings): string[] {
  if (createsUserPool(jwt)) return ageFaults(jwt);
  const faults: string[] = [];
  // OpenID Connect Discovery section 3: an issuer is an https URL without query or fragment. API Gateway wants it too.
  if (originOf(jwt.issuer) === undefined || /[?#]/.test(jwt.issuer))
    faults.push(
      'jwt.issuer must be an https:// URL without query or fragment, exactly as tokens contain it in iss',
    );
  if (!isAudienceOfOne(jwt.audience))
    faults.push(
      'jwt.audience must be the aud of the tokens for this API; it must not be empty, nor end with /*',
    );
  if (jwt.personClaim !== undefined && !isWord(jwt.personClaim))
    faults.push('jwt.personClaim must name the claim that names a person; it must not be empty');
  return [...faults, ...accessTokenFaults(jwt), ...workspaceClaimFaults(jwt)];
}

function accessTokenFaults(jwt: SignInSettings): string[] {
  const faults: string[] = [];
  const profile = accessTokensOf(jwt);
  if (URL.canParse(jwt.issuer) && new URL(jwt.issuer).hostname === GOOGLE)
    faults.push(
      'jwt.issuer is Google, which issues no access tokens that an API of yours can verify; sign people in through an identity provider that does, with Google behind it',
    );
  else if (profile === undefined)
    faults.push(
      `jwt.accessTokens must say how the issuer marks its access tokens: one of ${ACCESS_TOKEN_PROFILE_NAMES.join(', ')} (docs/decisions/0019-which-token-is-an-access-token.md)`,
    );
  else if (!ACCESS_TOKEN_PROFILE_NAMES.includes(profile))
    faults.push(`jwt.accessTokens must be one of ${ACCESS_TOKEN_PROFILE_NAMES.join(', ')}`);
  return [...faults, ...ageFaults(jwt)];
}

function ageFaults({
  maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS,
  staleKeysSeconds = DEFAULT_STALE_KEYS_SECONDS,
}: Pick<SignInSettings, 'maxAgeSeconds' | 'staleKeysSeconds'>): string[] {
  const faults: string[] = [];
  if (!Number.isInteger(maxAgeSeconds) || maxAgeSeconds < 60 || maxAgeSeconds > 604_800)
    faults.push('jwt.maxAgeSeconds must be a whole number of seconds from 60 to 604800');
  if (!Number.isInteger(staleKeysSeconds) || staleKeysSeconds < 0 || staleKeysSeconds > 86_400)
    faults.push('jwt.staleKeysSeconds must be a whole number of seconds from 0 to 86400');
  return faults;
}

function workspaceClaimFaults({ workspaceClaim, workspaceClaimForm = 'list' }: SignInSettings): string[] {
  const faults: string[] = [];
  if (workspaceClaim !== undefined && !isWord(workspaceClaim))
    faults.push('jwt.workspaceClaim must name the claim that lists workspaces; it must not be empty');
  if (!WORKSPACE_CLAIM_FORMS.includes(workspaceClaimForm))
    faults.push(`jwt.workspaceClaimForm must be one of ${WORKSPACE_CLAIM_FORMS.join(', ')}`);
  return faults;
}

/** Its access tokens are opaque, and its ID tokens are for the app that asked (developers.google.com/identity). */
const GOOGLE = 'accounts.google.com';

/** Whether the text can stand in `aud`, and stands for itself alone. */
export function isAudienceOfOne(text: string): boolean {
  return isWord(text) && !text.endsWith(BELOW);
}

/** Whether the text is one printable word: audiences and claim names contain no white space. */
function isWord(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
