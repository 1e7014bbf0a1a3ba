/** Revokes tokens at the provider, unless that would end other tokens that are still in use. */
import type { DisconnectReceipt } from '../../contract/resources/receipt.ts';
import type { OAuthFacts, RevocationFacts } from '../../oauth/provider.ts';
import { type Revocation, revocationHost } from '../../oauth/revoke-token.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import type { RowDestination } from '../apps/check-destination.ts';
import { appCredentials, pinnedFacts } from '../apps/oauth-app-credentials.ts';
import { fetchUntil } from '../fetch-until.ts';
import type { Deadline, Ports } from '../ports.ts';
import { type HeldToken, revokeAsClient } from './revoke-as-client.ts';
import { ifAloneOnGrant, type Sent } from './revoke-grant.ts';
import { type HeldTokens, isSuperseded } from './shared-grant.ts';

/** The ports of a revocation. */
export type RevokePorts = Pick<
  Ports,
  | 'connections'
  | 'grantMarks'
  | 'apps'
  | 'platformSecrets'
  | 'vault'
  | 'catalogue'
  | 'fetch'
  | 'clock'
  | 'random'
>;

/** The tokens to revoke, and the app that they belong to. */
export interface RevokeInput {
  app: RowDestination;
  /** Absent: made of `app`. */
  credentials?: TokenEndpointContext;
  held: HeldTokens;
  access?: Secret;
  refresh?: Secret;
  /** The access token has run out for certain: beside a refresh token there is nothing of it to revoke. */
  isAccessOver?: boolean;
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
  const revoke = (until?: Deadline) => revokeWith(ports, input, { revocation, tokens, until });
  if (revocation.reach !== 'token') return { ...report, ...(await ifAloneOnGrant(ports, input, revoke)) };
  if (await isSuperseded(ports, input.held)) return { ...report, outcome: 'left_shared_grant' };
  return { ...report, ...(await revoke()) };
}

async function revokeWith(
  ports: RevokePorts,
  { app, held, credentials: atHand }: RevokeInput,
  { revocation, tokens, until }: { revocation: Revocable; tokens: HeldToken[]; until: Deadline | undefined },
): Promise<Sent> {
  const credentials = atHand ?? (await appCredentials(ports, held.key, app));
  // Without its secret the app cannot revoke. It can after the secret is corrected, until the time limit.
  if (!credentials) return { outcome: 'pending' };
  const { fetch: asGiven } = credentials;
  const fetch = until === undefined ? asGiven : fetchUntil({ fetch: asGiven, clock: ports.clock }, until);
  const client = { key: held.key, row: app, used: { ...credentials, fetch } };
  return outcomeOf(await revokeAsClient(ports, { client, revocation, tokens }), revocation);
}

function tokensFor(
  { tokens }: Revocable,
  held: Pick<RevokeInput, 'access' | 'refresh' | 'isAccessOver'>,
): HeldToken[] {
  // Some providers refuse a token that has run out, and the receipt would say that something is left.
  const isRefreshEnough = held.isAccessOver && held.refresh && tokens.includes('refresh');
  const kinds = isRefreshEnough ? tokens.filter((kind) => kind === 'refresh') : tokens;
  const wanted = kinds.flatMap((kind) => (held[kind] ? [{ kind, value: held[kind] }] : []));
  // The provider revokes refresh tokens; without one, its access token is sent instead.
  if (wanted.length > 0 || !held.access) return wanted;
  return [{ kind: 'access', value: held.access }];
}

function outcomeOf({ outcome, retryAfter }: Revocation, { confirms }: Revocable): Sent {
  const outcomes = {
    revoked: confirms ? 'revoked' : 'unconfirmed',
    unproved: 'unconfirmed',
    refused: 'failed',
    retry: 'pending',
  } as const;
  return { outcome: outcomes[outcome], retryAfter };
}

/**
 * Whether tokens of an unknown account wait: their revocation might end those of another connection, and the provider can be
 * asked again whose they are.
 */
export function isAccountNeeded(facts: OAuthFacts): boolean {
  const canBeAsked = facts.account.kind === 'endpoint' || facts.account.kind === 'request';
  return reachesFurther(facts) && canBeAsked;
}

/** Whether the revocation of one token at this provider can end other tokens of the same grant. */
export function reachesFurther({ revocation }: OAuthFacts): boolean {
  return revocation.kind !== 'none' && revocation.reach !== 'token';
}
