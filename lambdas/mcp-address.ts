import type { Caller } from '../src/broker/caller.ts';
import { BELOW } from '../src/contract/environment.ts';
import { issuerOf } from './issuer-of.ts';
import type { Variables } from './process.ts';
import { verifyCallerOf } from './verify-caller.ts';

/** The settings of the stage's address for people's own MCP clients. Throws unless the scopes are a list of texts. */
export function mcpAddressOf(read: Variables) {
  const audience = read('mcpAudience');
  return {
    address: read('mcpAddress'),
    issuer: read('jwtIssuer'),
    audience: audience.endsWith(BELOW) ? undefined : audience,
    scopes: scopesIn(read('mcpScopes')),
  };
}

/** Verifies callers of that address, for the audience that is asked for. */
export function verifyForAddress(read: Variables): (token: string, audience: string) => Promise<Caller> {
  const issuer = issuerOf(read);
  return (token, audience) => verifyCallerOf(read, issuer, [audience])(token);
}

function scopesIn(text: string): string[] {
  const scopes: unknown = JSON.parse(text);
  if (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string')) return scopes;
  throw new Error('the scopes of MCP clients are no list of texts');
}
