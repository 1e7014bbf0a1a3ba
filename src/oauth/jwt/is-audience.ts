import { BELOW } from '../../contract/environment.ts';

/**
 * Whether a token names one of our audiences (RFC 7519 section 4.1.3: texts are compared as they are, case and all). An audience
 * that ends with `/*` stands for an address with all that is below it, for tokens whose audience is the address that was called
 * (RFC 8707 section 2): `https://mcp.example/mcp/*` for `https://mcp.example/mcp`, `…/mcp/acme` and `…/mcp/acme/notes`. Pure.
 */
export function isAudience(audience: string, named: unknown): boolean {
  if (typeof named !== 'string') return false;
  if (!audience.endsWith(BELOW)) return named === audience;
  const address = audience.slice(0, -BELOW.length);
  return named === address || (named.startsWith(`${address}/`) && SEGMENTS.test(named.slice(address.length)));
}

/** One or two segments of a path, none of dots alone, with nothing that is written in another way too. */
const SEGMENTS = /^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~-]{1,64}){1,2}$/;
