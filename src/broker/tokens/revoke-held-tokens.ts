/** Ends tokens at the provider, unless that would end something that still lives. */
import type { DisconnectReceipt } from '../../contract/receipt.ts';
import type { OAuthFacts, RevocationFacts } from '../../oauth/provider.ts';
import { type Revocation, revocationHost, revokeToken } from '../../oauth/revoke-token.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import { appCredentials, pinnedFacts } from '../apps/oauth-app-credentials.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import type { Ports } from '../ports.ts';
import { type HeldTokens, isGrantShared, isSuperseded } from './shared-grant.ts';

export type RevokePorts = Pick<
  Ports,
  'connections' | 'apps' | 'platformSecrets' | 'vault' | 'catalogue' | 'fetch'
>;

export interface RevokeInput {
  app: PinnedApp;
  held: HeldTokens;
  access?: Secret;
  refresh?: Secret;
}

export type RevocationReport = DisconnectReceipt['revocation'] & { retryAfter?: number };
type Revocable = Exclude<RevocationFacts, { kind: 'none' }>;

export async function revokeHeldTokens(ports: RevokePorts, input: RevokeInput): Promise<RevocationReport> {
  const revocation = (await pinnedFacts(ports, input.app))?.revocation;
  if (!revocation) return { outcome: 'failed' };
  const { byHandAt } = revocation;
  if (revocation.kind === 'none') return { outcome: 'not_supported', byHandAt };
  const tokens = tokensFor(revocation, input);
  if (tokens.length === 0) return { outcome: 'nothing_to_revoke', byHandAt };
  const told = { at: revocationHost(revocation), reach: revocation.reach, byHandAt };
  const isShared = revocation.reach === 'token' ? isSuperseded : isGrantShared;
  if (await isShared(ports, input.held)) {
    return { ...told, outcome: 'left_shared_grant' };
  }
  const credentials = await appCredentials(ports, input.app);
  // Without its secret the app cannot ask; a mended app can, until the time limit.
  if (!credentials) return { ...told, outcome: 'pending' };
  return { ...told, ...outcomeOf(await revokeInTurn(credentials, revocation, tokens), revocation) };
}

type Token = { value: Secret; kind: 'refresh' | 'access' };

function tokensFor({ tokens }: Revocable, held: Pick<RevokeInput, 'access' | 'refresh'>): Token[] {
  const wanted = tokens.flatMap((kind) => (held[kind] ? [{ kind, value: held[kind] }] : []));
  // A provider that takes the refresh token ends an access token that came without one by itself.
  if (wanted.length > 0 || !held.access) return wanted;
  return [{ kind: 'access', value: held.access }];
}

/** The first that is not done ends it: a later try presents all of them again, and dead ones count as done. */
async function revokeInTurn(
  context: TokenEndpointContext,
  revocation: Revocable,
  tokens: Token[],
): Promise<Revocation> {
  for (const token of tokens) {
    const answer = await revokeToken(context, revocation, token);
    if (answer.outcome !== 'revoked') return answer;
  }
  return { outcome: 'revoked' };
}

function outcomeOf({ outcome, retryAfter }: Revocation, { confirms }: Revocable) {
  const outcomes = {
    revoked: confirms ? 'revoked' : 'unconfirmed',
    refused: 'failed',
    retry: 'pending',
  } as const;
  return { outcome: outcomes[outcome], retryAfter };
}

/** Whether ending one token of this provider can end another that lives on the same grant. */
export function reachesFurther({ revocation }: OAuthFacts): boolean {
  return revocation.kind !== 'none' && revocation.reach !== 'token';
}
