/**
 * What a row says of its destination, judged at each use by the rules that took it. The digest proves that the row is as it
 * was stored; these checks hold even where it was stored by mistake. Pure.
 */

import { VERIFIED } from '../../contract/identifiers.ts';
import { isTokenHeader } from '../../contract/servers/token-header.ts';
import type { OAuthFacts, Provider } from '../../oauth/provider.ts';
import { areConnectionFacts, BadVariable, resolveFacts, storedValues } from '../../oauth/resolve-facts.ts';
import type { Catalogue } from '../../providers/catalogue.ts';
import { domainsOf, isCatalogueHost, isUnder } from '../../providers/catalogue-hosts.ts';
import { isOwnRow } from '../connection/is-own-row.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { ForeignDestination } from './foreign-destination.ts';
import type { PinnedApp } from './pinned-app.ts';
import { isCustom, isRemote } from './provider-kinds.ts';

/** The attributes of a row that say where its secrets go. */
export type RowDestination = PinnedApp & Pick<Connection, 'facts' | 'apiHosts' | 'tokenHeader'>;

const HOST = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** Returns the values of the provider's variables as the catalogue has them now. Throws {@link ForeignDestination}. */
export function checkDestination(
  { catalogue }: { catalogue: Catalogue },
  key: ConnectionKey,
  row: RowDestination,
  provider: Provider,
): Record<string, string> {
  if (!isOwnRow(key, row)) throw new ForeignDestination();
  const values = currentValues(provider, row.variables ?? {});
  const facts = row.facts ?? {};
  if (!areConnectionFacts(provider.oauth, facts)) throw new ForeignDestination();
  if (
    !endpointsOf(provider, { ...values, ...facts }).every((host) =>
      mayBeAsked(catalogue, provider, { row, host }),
    )
  )
    throw new ForeignDestination();
  const hosts = row.apiHosts ?? [];
  if (!isCustom(row.provider) && (hosts.length > 0 || row.tokenHeader)) throw new ForeignDestination();
  if (row.tokenHeader && !isTokenHeader(row.tokenHeader)) throw new ForeignDestination();
  if (!hosts.every((host) => HOST.test(host) && !isCatalogueHost(catalogue, host)))
    throw new ForeignDestination();
  return values;
}

/**
 * What was chosen, by the patterns; and what it stands for now, which a release may have corrected. Throws
 * {@link ForeignDestination} for values that cannot be chosen. Pure.
 */
export function currentValues(provider: Provider, stored: Record<string, string>): Record<string, string> {
  const variables = provider.variables ?? {};
  const derived = Object.values(variables).flatMap(({ derives = {} }) =>
    Object.values(derives).flatMap((values) => Object.keys(values)),
  );
  const names = Object.keys(stored);
  if (!names.every((name) => Object.hasOwn(variables, name) || derived.includes(name)))
    throw new ForeignDestination();
  const chosen = Object.fromEntries(
    Object.entries(stored).filter(([name]) => Object.hasOwn(variables, name)),
  );
  try {
    return storedValues(provider, chosen);
  } catch (error) {
    throw error instanceof BadVariable ? new ForeignDestination() : error;
  }
}

/**
 * Hosts of the endpoints that get the token or the client secret. Before the first tokens an endpoint that names a connection
 * fact has no host, and nothing can be sent there.
 */
function endpointsOf(provider: Provider, values: Record<string, string>): string[] {
  const { tokenEndpoint, refreshEndpoint, revocation, account, tenants } = resolveFacts(
    provider.oauth,
    values,
  );
  const urls = [tokenEndpoint, ...(refreshEndpoint ? [refreshEndpoint] : [])];
  if (revocation.kind === 'rfc7009') urls.push(revocation.endpoint);
  const ofFacts = [...accountEndpoints(account), ...(tenants ? [tenants.endpoint] : [])];
  urls.push(...ofFacts.filter((url) => !namesFact(provider, url)));
  if (!urls.every((url) => URL.canParse(url))) throw new ForeignDestination();
  return urls.map((url) => new URL(url).hostname);
}

function accountEndpoints(account: OAuthFacts['account']): string[] {
  if (account.kind === 'endpoint') return [account.endpoint];
  if (account.kind !== 'openid') return [];
  const { resourceUrl, jwksUri, userinfoEndpoint, introspectionEndpoint } = account;
  return [resourceUrl, jwksUri, userinfoEndpoint, introspectionEndpoint].filter((url) => url !== undefined);
}

/** A host of the provider's own; or, where a workspace brought the app, one that is nobody's of the catalogue. */
export function mayBeAsked(
  catalogue: Catalogue,
  provider: Provider,
  { row, host }: { row: Pick<RowDestination, 'provider' | 'appOwner'>; host: string },
): boolean {
  if (!isCustom(row.provider) && isOwnHost(provider, host)) return true;
  // All endpoints of a remote server come from its issuer's own metadata: nobody typed them, and no other provider's are meant.
  if (isRemote(row.provider)) return row.appOwner !== VERIFIED;
  return row.appOwner !== VERIFIED && !isCatalogueHost(catalogue, host);
}

/** Whether a host is in one of the provider's own domains. */
export function isOwnHost(provider: Provider, host: string): boolean {
  return isUnder(domainsOf(provider), host);
}

function namesFact({ oauth }: Provider, url: string): boolean {
  return Object.keys(oauth.connectionFactPatterns ?? {}).some((name) => url.includes(`{${name}}`));
}
