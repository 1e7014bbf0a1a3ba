/**
 * A remote MCP server has an authorization server of its own. The broker stores here what discovery found about both. Every later
 * request goes to the stored addresses, so no document that another party changes can lead a secret elsewhere (T192).
 */
import * as z from 'zod';
import { InstanceId, ScopeToken } from '../resources/identifier-schemas.ts';
import { ADDRESS, CLIENT_METHODS, ISSUER } from './remote-grammar.ts';

const Address = z.url().regex(ADDRESS);
export const Issuer = z
  .string()
  .regex(ISSUER)
  .refine((text) => URL.canParse(text));

export const DiscoveredServer = z.strictObject({
  /** The Streamable HTTP endpoint. */
  url: Address,
  /** RFC 8707: the server's URL, or a parent path of it. */
  resource: Address,
  /** The identifier that the server's metadata advertises: the identity of the authorization server. */
  issuer: Issuer,
  /** The issuer that its own metadata claims, where it is another one (RFC 8414 section 3.3) and somebody confirmed the pair. */
  claimedIssuer: Issuer.optional(),
  authorizationEndpoint: Address,
  tokenEndpoint: Address,
  registrationEndpoint: Address.optional(),
  revocationEndpoint: Address.optional(),
  userinfoEndpoint: Address.optional(),
  introspectionEndpoint: Address.optional(),
  jwksUri: Address.optional(),
  /** RFC 9207: an authorization response without `iss` is refused. */
  issuerInResponse: z.boolean(),
  /** Those that the authorization server lists and the broker can use. */
  clientMethods: z.array(z.enum(CLIENT_METHODS)).max(CLIENT_METHODS.length),
  /** Whether a client id may be the URL of a client metadata document. */
  takesDocument: z.boolean(),
  /** The scopes that a consent asks for. */
  scopes: z.array(ScopeToken).max(100),
});
export type DiscoveredServer = z.infer<typeof DiscoveredServer>;

export const RemoteServer = DiscoveredServer.extend({
  /** In the redirect URI and in the client metadata document's URL. Another resource or issuer has another one. */
  instance: InstanceId,
});
export type RemoteServer = z.infer<typeof RemoteServer>;

/** How the broker became a client of the authorization server. */
export const REGISTRATIONS = ['document', 'dynamic', 'by-hand'] as const;
export type RegistrationKind = (typeof REGISTRATIONS)[number];

/** One client at the authorization server of a remote server. */
export const RemoteClient = z.strictObject({
  server: RemoteServer,
  registration: z.enum(REGISTRATIONS),
  method: z.enum(CLIENT_METHODS),
  /** RFC 7591 `client_secret_expires_at`, in milliseconds since the epoch. */
  secretExpiresAt: z.int().positive().optional(),
  /** RFC 7592 client configuration endpoint, at the origin of the registration endpoint. */
  configurationEndpoint: Address.optional(),
});
export type RemoteClient = z.infer<typeof RemoteClient>;
