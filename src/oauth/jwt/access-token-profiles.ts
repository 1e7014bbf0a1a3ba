/**
 * How each known issuer marks its JWT access tokens, so that no other JWT of the issuer is taken for one (RFC 8725 section
 * 3.11). The sources and their dates are in docs/decisions/0019-which-token-is-an-access-token.md.
 */
import type { AccessTokenProfileName } from '../../contract/environment.ts';

/** RFC 9068 section 2.1, without the prefix `application/`. This type alone says what the token is. */
export const ACCESS_TOKEN_TYPE = 'at+jwt';
const ANY_JWT = 'jwt';
const NO_TYPE = undefined;

/** A claim that this issuer writes into access tokens and into nothing else. */
export interface Sign {
  claim: string;
  /** The only value. Absent: any text that is not empty, or any list of texts that is not empty. */
  value?: string;
}

/** What one issuer sends. */
export interface AccessTokenProfile {
  /** The header's `typ`, in lower case and without `application/`. Undefined: the issuer sends no `typ`. */
  types: readonly (string | undefined)[];
  /** Unless the type is {@link ACCESS_TOKEN_TYPE}, the token has one of these. */
  signs: readonly Sign[];
  /** The claim that names the audience of a token without `aud`. */
  insteadOfAudience?: 'client_id';
  /**
   * An audience of the issuer's own that stands beside ours. Auth0 names its tenant's host in it, also where the issuer has a
   * domain of its own.
   */
  besideAudience?: RegExp;
}

/** By the name that a stage sets. */
export const ACCESS_TOKEN_PROFILES: Readonly<Record<AccessTokenProfileName, AccessTokenProfile>> = {
  rfc9068: { types: [ACCESS_TOKEN_TYPE], signs: [] },
  // ID tokens have no `scope` (OpenID Connect Core section 2). With the scope `openid`, `aud` names userinfo too.
  auth0: {
    types: [ACCESS_TOKEN_TYPE, ANY_JWT],
    signs: [{ claim: 'scope' }, { claim: 'gty' }],
    besideAudience: /^https:\/\/[a-z0-9.-]+\/userinfo$/,
  },
  clerk: { types: [ACCESS_TOKEN_TYPE], signs: [] },
  cognito: {
    types: [ACCESS_TOKEN_TYPE, ANY_JWT, NO_TYPE],
    signs: [{ claim: 'token_use', value: 'access' }],
    insteadOfAudience: 'client_id',
  },
  descope: { types: [ACCESS_TOKEN_TYPE, ANY_JWT], signs: [{ claim: 'drn', value: 'DS' }] },
  // An app's own token has no `scp`. Its `roles` are no sign, since ID tokens have them too.
  entra: { types: [ACCESS_TOKEN_TYPE, ANY_JWT], signs: [{ claim: 'scp' }, { claim: 'idtyp', value: 'app' }] },
  fusionauth: { types: [ACCESS_TOKEN_TYPE, ANY_JWT], signs: [{ claim: 'tty', value: 'at' }] },
  keycloak: { types: [ACCESS_TOKEN_TYPE, ANY_JWT], signs: [{ claim: 'typ', value: 'Bearer' }] },
  okta: { types: [ACCESS_TOKEN_TYPE, ANY_JWT, NO_TYPE], signs: [{ claim: 'cid' }] },
  ory: { types: [ACCESS_TOKEN_TYPE, ANY_JWT, NO_TYPE], signs: [{ claim: 'client_id' }] },
  workos: { types: [ACCESS_TOKEN_TYPE, ANY_JWT, NO_TYPE], signs: [{ claim: 'client_id' }] },
  'jwt-with-scope': {
    types: [ACCESS_TOKEN_TYPE, ANY_JWT, NO_TYPE],
    signs: [{ claim: 'scope' }, { claim: 'scp' }],
  },
};
