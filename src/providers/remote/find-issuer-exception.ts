import type { IssuerPair } from '../../oauth/remote/discovery-refused.ts';
import { ISSUER_EXCEPTIONS } from './issuer-exceptions.ts';

/** Whether the catalogue has this exact pair: in a document, or in an authorization response (RFC 9207). Pure. */
export function isIssuerException({ advertised, claimed }: IssuerPair): boolean {
  return ISSUER_EXCEPTIONS.some((each) => each.advertised === advertised && each.claimed === claimed);
}
