/** What a client may say of itself, by registration (RFC 7591 section 2) or in a document (CIMD). */
import { errors } from 'oidc-provider';
import { DASHBOARD_CLIENT } from './dashboard-client.ts';
import { type RedirectKind, redirectKind } from './redirect-uris.ts';

export type Metadata = Record<string, unknown>;

/** All that is kept: enough to sign in, and nothing that makes this provider fetch an address. */
const KEPT = [
  ...[
    'client_id',
    'client_name',
    'client_uri',
    'client_secret',
    'client_id_issued_at',
    'client_secret_expires_at',
  ],
  ...['redirect_uris', 'grant_types', 'response_types', 'token_endpoint_auth_method'],
];
const GRANTS = ['authorization_code', 'refresh_token'];
const MOST_REDIRECT_URIS = 20;
/** Bytes of JSON, and characters of a name. */
const LARGEST = 8 * 1024;
const LONGEST_NAME = 100;
/** Controls, and marks that turn the direction of the text around a name. */
const UNSEEN = /\p{C}/u;

/**
 * Cuts a client's metadata down to what this provider supports, as RFC 7591 section 2 allows, and refuses the rest. Changes
 * the object. The dashboard's is left alone. @throws {errors.InvalidClientMetadata}, for redirect URIs with the code
 * `invalid_redirect_uri` (RFC 7591 section 3.2.2), which the library makes of a description that begins with their name.
 */
export function checkMetadata(metadata: Metadata): void {
  if (metadata.client_id === DASHBOARD_CLIENT) return;
  if (JSON.stringify(metadata).length > LARGEST) throw refused('the metadata is too large');
  checkName(metadata.client_name);
  const kinds = checkRedirectUris(metadata.redirect_uris);
  for (const name of Object.keys(metadata)) if (!KEPT.includes(name)) delete metadata[name];
  // Any port of a loopback address at the request (RFC 8252 section 7.3) is what the library gives to native clients.
  metadata.application_type = kinds.every((kind) => kind === 'web') ? 'web' : 'native';
  metadata.response_types = ['code'];
  if (Array.isArray(metadata.grant_types))
    metadata.grant_types = GRANTS.filter((grant) => (metadata.grant_types as unknown[]).includes(grant));
}

function checkName(name: unknown): void {
  if (name === undefined) return;
  if (typeof name !== 'string' || name.trim() === '') throw refused('client_name must be a text');
  if (name.length > LONGEST_NAME || UNSEEN.test(name)) throw refused('client_name cannot be shown');
}

function checkRedirectUris(uris: unknown): RedirectKind[] {
  if (!Array.isArray(uris) || uris.length === 0) throw refused('redirect_uris is missing');
  if (uris.length > MOST_REDIRECT_URIS) throw refused('redirect_uris has too many members');
  return uris.map((uri) => {
    const kind = typeof uri === 'string' ? redirectKind(uri) : undefined;
    if (kind === undefined) throw refused('redirect_uris has a member that is not allowed');
    return kind;
  });
}

function refused(description: string): Error {
  return new errors.InvalidClientMetadata(description);
}
