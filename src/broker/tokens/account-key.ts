import type { OAuthFacts, ReadAccount } from '../../oauth/provider.ts';
import { isCustom } from '../apps/find-provider.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import { partsHash } from '../parts-hash.ts';
import type { Settings } from '../ports.ts';

/** The environment is part of every hash of an account. */
export interface WithEnvironment {
  settings: Pick<Settings, 'environment'>;
}

/**
 * The key of connections that share a grant: the same account of the same provider and client in the same environment.
 */
export function accountKeyOf(
  { settings }: WithEnvironment,
  app: PinnedApp,
  { facts, account }: { facts: OAuthFacts; account: ReadAccount },
): string {
  const { environment } = settings;
  return partsHash(['grant', environment, ...identityOf(app, facts), app.clientId, account.id]);
}

/** A hash that recognises an account again within one connection, also when the app is another one. */
export function accountFingerprint(
  { settings }: WithEnvironment,
  app: PinnedApp,
  { facts, account }: { facts: OAuthFacts; account: ReadAccount },
): string {
  return partsHash(['account', settings.environment, ...identityOf(app, facts), account.id]);
}

/**
 * Which provider an account belongs to. A catalogue's provider is known by its id, whatever a release corrects of it. A custom
 * one belongs to one workspace, and is another provider as soon as it has another issuer or endpoint: the same `sub` there is
 * another account, also where a path names the tenant.
 */
function identityOf(
  { provider, appOwner }: PinnedApp,
  { issuer, tokenEndpoint, account }: OAuthFacts,
): string[] {
  if (!isCustom(provider)) return [provider];
  const urls = [tokenEndpoint, ...(account.kind === 'endpoint' ? [account.endpoint] : [])];
  return [provider, appOwner, issuer, ...urls];
}
