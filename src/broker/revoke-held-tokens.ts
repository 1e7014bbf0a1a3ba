/** Ends tokens at the provider, unless that would end something that still lives. */
import type { DisconnectReceipt } from '../contract/receipt.ts';
import type { OAuthFacts } from '../oauth/provider.ts';
import { revocationHost, revokeToken } from '../oauth/revoke-token.ts';
import type { Secret } from '../vault/secret.ts';
import { appCredentials, type PinnedApp } from './oauth-app-credentials.ts';
import type { Ports } from './ports.ts';
import { type HeldTokens, isGrantShared } from './shared-grant.ts';

export type RevokeNeeds = Pick<
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

export async function revokeHeldTokens(ports: RevokeNeeds, input: RevokeInput): Promise<RevocationReport> {
  const revocation = ports.catalogue.get(input.app.provider)?.oauth.revocation;
  if (!revocation) return { outcome: 'failed' };
  const { byHandAt } = revocation;
  if (revocation.kind === 'none') return { outcome: 'not_supported', byHandAt };
  const told = { at: revocationHost(revocation), reach: revocation.reach, byHandAt };
  const token = revocation.token === 'refresh' ? (input.refresh ?? input.access) : input.access;
  if (!token) return { outcome: 'nothing_to_revoke', byHandAt };
  if (revocation.reach !== 'token' && (await isGrantShared(ports, input.held))) {
    return { ...told, outcome: 'left_shared_grant' };
  }
  const credentials = await appCredentials(ports, input.app);
  // Without its secret the app cannot ask; a mended app can, until the time limit.
  if (!credentials) return { ...told, outcome: 'pending' };
  const { outcome, retryAfter } = await revokeToken(credentials, revocation, token);
  const outcomes = { revoked: 'revoked', refused: 'failed', retry: 'pending' } as const;
  return { ...told, outcome: outcomes[outcome], retryAfter };
}

/** Whether ending one token of this provider can end another that lives on the same grant. */
export function reachesFurther({ revocation }: OAuthFacts): boolean {
  return revocation.kind !== 'none' && revocation.reach !== 'token';
}
