import type { OAuthFacts, Provider, ReadAccount } from '../../oauth/provider.ts';
import type { Values } from '../../oauth/resolve-facts.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import { isCustom, isRemote } from '../apps/provider-kinds.ts';
import { canonicalJson } from '../canonical-json.ts';
import { partsHash } from '../parts-hash.ts';
import type { Settings } from '../ports.ts';

/** Of an account of which nobody says whose it is: its connection has no fingerprint, so that it is nobody's again. */
export const UNKNOWN_ACCOUNT: ReadAccount = { id: '(unknown)', label: '(unknown)' };

/** The environment is part of every hash of an account. */
export interface WithEnvironment {
  settings: Pick<Settings, 'environment'>;
}

/**
 * The key of connections that share a grant: the same account, or what else has the grant, of the same provider and client in
 * the same environment.
 */
export function accountKeyOf(
  { settings }: WithEnvironment,
  app: PinnedApp,
  { facts, account }: { facts: OAuthFacts; account: ReadAccount },
): string {
  const { environment } = settings;
  const { revocation } = facts;
  // Where nobody may say whose account it is, all of one client may be of one grant; `otherAccount` tells apart those that are known.
  const named = facts.account.kind === 'openid' ? UNKNOWN_ACCOUNT.id : account.id;
  const owner = (revocation.kind !== 'none' && revocation.grantOf) || named;
  return partsHash(['grant', environment, ...identityOf(app, facts), app.clientId, owner]);
}

/**
 * A hash that recognises an account again within one connection, also when the app is another one. `instance`: the values that
 * tell apart two accounts of the same id, such as the host of a self-hosted server ({@link instanceOf}).
 */
export function accountFingerprint(
  { settings }: WithEnvironment,
  app: PinnedApp,
  { facts, account, instance }: { facts: OAuthFacts; account: ReadAccount; instance: Values },
): string {
  const parts = ['account', settings.environment, ...identityOf(app, facts), account.id];
  if (Object.keys(instance).length === 0) return partsHash(parts);
  return partsHash(['account at', canonicalJson(instance), ...parts]);
}

/** The same account at one of the tenants that it reaches is an account of its own. */
export function fingerprintAtTenant(fingerprint: string, tenantId: string | undefined): string {
  return tenantId === undefined ? fingerprint : partsHash(['account at tenant', fingerprint, tenantId]);
}

/** The variables without which an account's id is not unique. */
export function instanceOf({ variables: known = {} }: Provider, values: Values = {}): Values {
  const names = Object.keys(known).filter((name) => known[name]?.isOfAccount !== false);
  return Object.fromEntries(
    names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  );
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
  // One authorization server can protect many resources: a remote server's account is that at its own instance of a client.
  if (isRemote(provider)) return [provider, appOwner, issuer];
  if (!isCustom(provider)) return [provider];
  const urls = [tokenEndpoint, ...(account.kind === 'endpoint' ? [account.endpoint] : [])];
  return [provider, appOwner, issuer, ...urls];
}
