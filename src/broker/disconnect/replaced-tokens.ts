/** Tokens that a new consent replaced, made ready for their revocation. */
import { refreshTokens } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import { type AppPorts, appCredentials } from '../apps/oauth-app-credentials.ts';
import { openTokens } from '../connection/open-tokens.ts';
import { fetchUntil } from '../fetch-until.ts';
import type { Deadline, Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { needsLiveToken } from './live-token.ts';

interface Tokens {
  access?: Secret;
  refresh?: Secret;
}

/**
 * The tokens of the row that was replaced. Where the provider ends nothing without a live access token, and this one has run out,
 * the refresh brings another. It is stored nowhere: these tokens are thrown away in any case, and an answer that is lost loses
 * nothing that anybody uses. `isKept`: the new row has the same tokens, so nothing is asked. Rejects if a token, a secret or
 * the provider cannot be had by `until`.
 */
export async function replacedTokens(
  ports: AppPorts & Pick<Ports, 'clock'>,
  key: ConnectionKey,
  { old, isKept, until }: { old: Connection; isKept: (tokens: Tokens) => boolean; until: Deadline },
): Promise<Tokens | undefined> {
  const tokens = await openTokens(ports, key, old);
  if (isKept(tokens)) return undefined;
  if (!tokens.refresh || !(await needsLiveToken(ports, key, old))) return tokens;
  const credentials = await appCredentials(ports, key, old);
  if (!credentials) return tokens;
  const fetch = fetchUntil({ fetch: credentials.fetch, clock: ports.clock }, until);
  const asked = { refreshToken: tokens.refresh, redirectUri: old.redirectUri ?? '' };
  const { access, refresh } = await refreshTokens({ ...credentials, fetch }, asked);
  return { access, refresh: refresh ?? tokens.refresh };
}
