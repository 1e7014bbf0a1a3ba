/** What an issuer's metadata says of the ways in which a client can sign a person in (RFC 8414 section 2). Pure. */
import { textOf, textsOf } from '../../src/oauth/remote/read-metadata.ts';

export interface IssuerAbilities {
  /** Why no client can use the authorization code flow there, as a clause. Undefined: nothing stands against it. */
  obstacle: string | undefined;
  /** `client_id_metadata_document_supported`. */
  takesDocuments: boolean;
  /** `registration_endpoint`. */
  registers: boolean;
  /** `token_endpoint_auth_methods_supported`. */
  methods: readonly string[];
  /** `code_challenge_methods_supported`. Undefined: absent. */
  challenges: readonly string[] | undefined;
  /** `authorization_response_iss_parameter_supported` (RFC 9207). */
  sendsIss: boolean;
}

export function abilitiesOf(document: Record<string, unknown>): IssuerAbilities {
  return {
    obstacle: obstacleIn(document),
    takesDocuments: document.client_id_metadata_document_supported === true,
    registers: isAddress(document.registration_endpoint),
    // RFC 8414 section 2: the default.
    methods: textsOf(document.token_endpoint_auth_methods_supported) ?? ['client_secret_basic'],
    challenges: textsOf(document.code_challenge_methods_supported),
    sendsIss: document.authorization_response_iss_parameter_supported === true,
  };
}

function obstacleIn(document: Record<string, unknown>): string | undefined {
  const challenges = textsOf(document.code_challenge_methods_supported);
  if (!isAddress(document.authorization_endpoint))
    return "the issuer's metadata names no authorization endpoint";
  if (!isAddress(document.token_endpoint)) return "the issuer's metadata names no token endpoint";
  if (lacks(document.response_types_supported, 'code')) return 'the issuer has no response type `code`';
  if (lacks(document.grant_types_supported, 'authorization_code'))
    return 'the issuer has no grant `authorization_code`';
  if (challenges && !challenges.includes('S256'))
    return "the issuer's metadata lists PKCE methods without S256, which every MCP client uses";
  return undefined;
}

function lacks(list: unknown, entry: string): boolean {
  return textsOf(list)?.includes(entry) === false;
}

function isAddress(value: unknown): boolean {
  const url = URL.parse(textOf(value) ?? '');
  return url !== null && /^https?:$/.test(url.protocol);
}
