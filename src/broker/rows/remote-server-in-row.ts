/** Judges what a row says is a remote server, as the schema `RemoteServer` of the contract does; a test compares the two. */
import * as v from 'valibot';
import { SCOPE_TOKEN, UUID_V7 } from '../../contract/identifiers.ts';
import { ADDRESS, CLIENT_METHODS, ISSUER } from '../../contract/servers/remote-grammar.ts';
import type { RemoteServer } from '../../contract/servers/remote-server.ts';
import { absoluteUrl, matching } from '../texts.ts';

const address = v.pipe(absoluteUrl, v.regex(ADDRESS));
const issuer = v.pipe(
  matching(ISSUER),
  v.check((text) => URL.canParse(text)),
);

const remoteServer = v.strictObject({
  url: address,
  resource: address,
  issuer,
  claimedIssuer: v.optional(issuer),
  authorizationEndpoint: address,
  tokenEndpoint: address,
  registrationEndpoint: v.optional(address),
  revocationEndpoint: v.optional(address),
  userinfoEndpoint: v.optional(address),
  introspectionEndpoint: v.optional(address),
  jwksUri: v.optional(address),
  issuerInResponse: v.boolean(),
  clientMethods: v.pipe(v.array(v.picklist(CLIENT_METHODS)), v.maxLength(CLIENT_METHODS.length)),
  takesDocument: v.boolean(),
  scopes: v.pipe(v.array(matching(SCOPE_TOKEN)), v.maxLength(100)),
  instance: matching(UUID_V7),
}) satisfies v.GenericSchema<unknown, RemoteServer>;

/** The remote server that a stored value is. Undefined: no release wrote it so. Pure. */
export function remoteServerInRow(value: unknown): RemoteServer | undefined {
  const { success, output } = v.safeParse(remoteServer, value);
  return success ? output : undefined;
}
