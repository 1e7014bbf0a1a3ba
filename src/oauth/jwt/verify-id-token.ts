/** Verifies ID tokens (OpenID Connect Core section 3.1.3.7) of one client, with the published keys of one issuer. */
import type { JWTPayload } from 'jose';
import { OAUTH_LIMITS } from '../limits.ts';
import { TellableError } from '../tellable-error.ts';
import { shortType } from './judge-token-kind.ts';
import { type ClaimsOfPerson, type IssuerRules, signedByIssuer, withPerson } from './signed-by-issuer.ts';

export interface IdTokenRules extends IssuerRules {
  /** The client whose sign-in the token is of. */
  clientId: string;
}

/** The token is not valid. Any other error of a verifier means that the issuer's keys were not available. */
export class IdTokenNotAccepted extends TellableError {
  constructor(options?: { cause?: unknown }) {
    super('the ID token was not accepted', options);
    this.name = 'IdTokenNotAccepted';
  }
}

/** The claims of a valid ID token. */
export type IdTokenClaims = ClaimsOfPerson & { name?: unknown; email?: unknown };

/** Returns the claims of a valid token. Rejects with {@link IdTokenNotAccepted}, or if the keys are not available. */
export type IdTokenVerifier = (token: string) => Promise<IdTokenClaims>;

/** A verifier of the ID tokens that the issuer gives to one client. */
export function createIdTokenVerifier(rules: IdTokenRules): IdTokenVerifier {
  return async (token) => {
    const { protectedHeader: header, payload } = await signedByIssuer(token, rules, {
      NotAccepted: IdTokenNotAccepted,
      audience: rules.clientId,
      maxTokenAge: OAUTH_LIMITS.idTokenAge,
    });
    const claims = withPerson(payload, rules);
    const isOurs = isIdToken(header, payload) && isForClient(payload, rules.clientId);
    if (!claims || !isOurs) throw new IdTokenNotAccepted();
    return claims;
  };
}

/** Members of other JWTs of an issuer: logout tokens, DPoP proofs, entity statements, answers of an introspection endpoint. */
const OTHER_KINDS = ['events', 'htm', 'htu', 'jwks', 'token_introspection'];
/** Claims in which some issuers name the kind of a token. Where one is present, it must name an ID token. */
const KIND_CLAIMS: Readonly<Record<string, readonly string[]>> = {
  token_use: ['id'],
  token_type: ['id', 'id_token'],
  typ: ['id', 'jwt'],
};

/** Whether it is not another JWT of the same issuer (RFC 8725 section 3.11): above all, no access token. */
function isIdToken({ typ }: { typ?: unknown }, payload: JWTPayload): boolean {
  if (OTHER_KINDS.some((name) => Object.hasOwn(payload, name))) return false;
  if (typ !== undefined && (typeof typ !== 'string' || shortType(typ) !== 'jwt')) return false;
  return Object.entries(KIND_CLAIMS).every(([claim, values]) => {
    const value = Object.hasOwn(payload, claim) ? payload[claim] : values[0];
    return typeof value === 'string' && values.includes(value.toLowerCase());
  });
}

/** OpenID Connect Core section 2: `azp` names the client where there are several audiences. */
function isForClient({ aud, azp }: JWTPayload, clientId: string): boolean {
  const isAlone = [aud].flat().length === 1;
  return azp === undefined ? isAlone : azp === clientId;
}
