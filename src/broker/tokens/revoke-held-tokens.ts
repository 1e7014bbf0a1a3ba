/** Revokes tokens at the provider, unless that would end other tokens that are still in use. */
import type { DisconnectReceipt } from '../../contract/resources/receipt.ts';
import type { OAuthFacts, RevocationFacts } from '../../oauth/provider.ts';
import { type Revocation, revocationHost } from '../../oauth/revoke-token.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import type { RowDestination } from '../apps/check-destination.ts';
import { appCredentials, pinnedFacts } from '../apps/oauth-app-credentials.ts';
import type { Ports } from '../ports.ts';
import { type HeldToken, revokeAsClient } from './revoke-as-client.ts';
import { type HeldTokens, isGrantShared, isSuperseded } from './shared-grant.ts';

/** The ports of a revocation. */
export type RevokePorts = Pick<
  Ports,
  'connections' | 'apps' | 'platformSecrets' | 'vault' | 'catalogue' | 'fetch' | 'clock'
>;

/** The tokens to revoke, and the app that they belong to. */
export interface RevokeInput {
  app: RowDestination;
  /** Absent: made of `app`. */
  credentials?: TokenEndpointContext;
  held: HeldTokens;
  access?: Secret;
  refresh?: Secret;
}

/** The receipt's revocation, and the provider's Retry-After in seconds. */
export type RevocationReport = DisconnectReceipt['revocation'] & { retryAfter?: number };
type Revocable = Exclude<RevocationFacts, { kind: 'none' }>;

/** Revokes the tokens and reports the outcome (RFC 7009). Rejects if a secret or the table cannot be read. */
export async function revokeHeldTokens(ports: RevokePorts, input: RevokeInput): Promise<RevocationReport> {
  const revocation = (input.credentials?.facts ?? (await pinnedFacts(ports, input.app)))?.revocation;
  if (!revocation) return { outcome: 'failed' };
  const { byHandAt } = revocation;
  if (revocation.kind === 'none') return { outcome: 'not_supported', byHandAt };
  const tokens = tokensFor(revocation, input);
  if (tokens.length === 0) return { outcome: 'nothing_to_revoke', byHandAt };
  const report = { at: revocationHost(revocation), reach: revocation.reach, byHandAt };
  const isShared = revocation.reach === 'token' ? isSuperseded : isGrantShared;
  if (await isShared(ports, input.held)) {
    return { ...report, outcome: 'left_shared_grant' };
  }
  const credentials = input.credentials ?? (await appCredentials(ports, input.held.key, input.app));
  // Without its secret the app cannot revoke. It can after the secret is corrected, until the time limit.
  if (!credentials) return { ...report, outcome: 'pending' };
  const client = { key: input.held.key, row: input.app, used: credentials };
  return { ...report, ...outcomeOf(await revokeAsClient(ports, { client, revocation, tokens }), revocation) };
}

function tokensFor({ tokens }: Revocable, held: Pick<RevokeInput, 'access' | 'refresh'>): HeldToken[] {
  const wanted = tokens.flatMap((kind) => (held[kind] ? [{ kind, value: held[kind] }] : []));
  // The provider revokes refresh tokens; without one, its access token is sent instead.
  if (wanted.length > 0 || !held.access) return wanted;
  return [{ kind: 'access', value: held.access }];
}

function outcomeOf({ outcome, retryAfter }: Revocation, { confirms }: Revocable) {
  const outcomes = {
    revoked: confirms ? 'revoked' : 'unconfirmed',
    refused: 'failed',
    retry: 'pending',
  } as const;
  return { outcome: outcomes[outcome], retryAfter };
}

/** Whether the revocation of one token at this provider can end other tokens of the same grant. */
export function reachesFurther({ revocation }: OAuthFacts): boolean {
  return revocation.kind !== 'none' && revocation.reach !== 'token';
}
