/** Discovers a remote MCP server for a workspace, and judges what was found before anything of it is stored. */
import type { FieldFault } from '../../contract/problems.ts';
import { type DiscoveredServer, Issuer } from '../../contract/servers/remote-server.ts';
import { type DiscoveryRules, discoverServer } from '../../oauth/remote/discover-server.ts';
import { DiscoveryRefused, type IssuerPair } from '../../oauth/remote/discovery-refused.ts';
import type { Catalogue } from '../../providers/catalogue.ts';
import { domainsOf, isUnder } from '../../providers/catalogue-hosts.ts';
import { isIssuerException } from '../../providers/remote/find-issuer-exception.ts';
import { knownServer } from '../../providers/remote/find-known-server.ts';
import { KNOWN_DOMAINS } from '../../providers/remote/known-domains.ts';
import { areOfOneParty, isRelated } from '../../providers/remote/related-issuers.ts';
import { appKeyOf } from '../apps/app-key.ts';
import { inPlaceOrRefused, type PlacePorts } from '../apps/places.ts';
import { Problem } from '../errors.ts';
import { fetchUntil } from '../fetch-until.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';

/** The ports of a discovery. */
export type DiscoverPorts = PlacePorts &
  Pick<Ports, 'catalogue' | 'fetch' | 'hosts'> & { settings: Pick<Ports['settings'], 'apiOrigin'> };

/** What an admin confirmed, by its exact texts. */
export interface Confirmed {
  issuer: string;
  resource: string;
  claimedIssuer?: string | undefined;
  /** Where it is of another party than the issuer. */
  authorizationHost?: string | undefined;
}

interface Wanted {
  workspaceId: string;
  url: string;
  confirmed?: Confirmed | undefined;
  judgeResource?: DiscoveryRules['judgeResource'];
}

/**
 * Discovers the server in one of the workspace's places. Throws `server_refused` with the reason, `confirmation_needed` with the
 * names, or `too_many_at_once`.
 */
export async function discoverRemote(ports: DiscoverPorts, wanted: Wanted): Promise<DiscoveredServer> {
  const found = await discovered(ports, wanted).catch((error: unknown) => {
    if (!(error instanceof DiscoveryRefused)) throw error;
    const { fault, pair } = error;
    if (pair && areTexts(pair) && isRelated(pair, wanted.url)) throw confirmationOf(pair, wanted.url, error);
    throw refused(fault, error);
  });
  if (isForeign(ports.catalogue, found)) throw refused('foreign_issuer');
  if (!(await areAskable(ports, found))) throw refused('unreachable');
  if (!isKnownPair(found) && !areOfOne(ports.catalogue, found.authorizationEndpoint, found.tokenEndpoint))
    throw refused('endpoints_apart');
  const names = namesOf(ports.catalogue, found);
  if (names && !isConfirmed(names, wanted.confirmed))
    throw new Problem('confirmation_needed', { confirm: names });
  return found;
}

/** What is shown to an admin is an issuer by its grammar. */
function areTexts(pair: IssuerPair): boolean {
  return [pair.advertised, pair.claimed].every((text) => Issuer.safeParse(text).success);
}

/** Like {@link discoverRemote} without its judgement. Rejects with DiscoveryRefused, or throws `too_many_at_once`. */
export function discovered(
  ports: DiscoverPorts,
  { workspaceId, url, confirmed, judgeResource }: Wanted,
): Promise<DiscoveredServer> {
  const owner = {
    workspaceId,
    appKey: appKeyOf({ owner: workspaceId, provider: 'mcp-servers', version: 0 }),
  };
  return inPlaceOrRefused(ports, { ...owner, isNeeded: true }, () =>
    discoverServer(fetchUntil(ports, ports.clock.now() + LIMITS.discovery), url, {
      mayClaim: (pair) => isIssuerException(pair) || isConfirmedPair(pair, url, confirmed),
      judgeResource,
    }),
  );
}

/** What somebody confirms is held to the rule for exceptions: no word of an admin makes one party of two. */
function isConfirmedPair(pair: IssuerPair, url: string, confirmed: Confirmed | undefined): boolean {
  const isSame = confirmed?.issuer === pair.advertised && confirmed.claimedIssuer === pair.claimed;
  return isSame && isRelated(pair, url);
}

/**
 * The names that an admin confirms. Undefined: none, since server, issuer and the page at which a person signs in are of one
 * origin, or the catalogue was given the pair after somebody looked. A hostile server can be its own issuer and send people to an
 * honest page, whose code or token would then come to it (T185, T190). Pure.
 */
function namesOf(catalogue: Catalogue, found: DiscoveredServer): Confirmed | undefined {
  const { url, issuer, resource, claimedIssuer, authorizationEndpoint } = found;
  if (isKnownPair(found)) return undefined;
  const isAway = !areOfOne(catalogue, issuer, authorizationEndpoint);
  if (!isAway && new URL(issuer).origin === new URL(url).origin) return undefined;
  return {
    ...{ issuer, resource },
    ...(claimedIssuer !== undefined && { claimedIssuer }),
    ...(isAway && { authorizationHost: new URL(authorizationEndpoint).host }),
  };
}

function isKnownPair({ url, issuer }: DiscoveredServer): boolean {
  return knownServer(url)?.issuer === issuer;
}

/** Whether two URLs are of one party: one registrable domain, or domains of one provider of the catalogue. */
function areOfOne(catalogue: Catalogue, left: string, right: string): boolean {
  const hosts = [left, right].map(hostOf);
  return (
    areOfOneParty(left, right) ||
    [...catalogue.values()].some((each) => hosts.every((host) => isUnder(domainsOf(each), host)))
  );
}

/** By its exact texts. A vendor may have mended its issuer since. */
function isConfirmed(names: Confirmed, confirmed: Confirmed | undefined): boolean {
  const { issuer, resource, claimedIssuer, authorizationHost } = names;
  return (
    confirmed?.issuer === issuer &&
    confirmed.resource === resource &&
    (confirmed.claimedIssuer ?? claimedIssuer) === claimedIssuer &&
    confirmed.authorizationHost === authorizationHost
  );
}

/**
 * Where one of the names belongs to a provider of the catalogue and another does not, no word of an admin helps: server, issuer
 * and each endpoint are of one provider, or none of the catalogue (T185, T190).
 */
function isForeign(catalogue: Catalogue, found: DiscoveredServer): boolean {
  if (isKnownPair(found)) return false;
  const hosts = [found.url, found.issuer, ...endpointsOf(found)].map(hostOf);
  return [...[...catalogue.values()].map(domainsOf), ...KNOWN_DOMAINS].some((domains) => {
    const own = hosts.filter((host) => isUnder(domains, host));
    return own.length > 0 && own.length < hosts.length;
  });
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/\.+$/, '');
}

function endpointsOf(found: DiscoveredServer): string[] {
  const { authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint } = found;
  const { userinfoEndpoint, introspectionEndpoint, jwksUri } = found;
  const urls = [authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint];
  return [...urls, userinfoEndpoint, introspectionEndpoint, jwksUri].filter((url) => url !== undefined);
}

/** Every endpoint, those that a browser opens and optional ones too, is where the egress may go. */
async function areAskable(ports: DiscoverPorts, found: DiscoveredServer): Promise<boolean> {
  const unique = new Map(endpointsOf(found).map((url) => [new URL(url).origin, new URL(url)]));
  const judged = await Promise.all([...unique.values()].map((url) => isAskable(ports, url)));
  return judged.every((isGood) => isGood);
}

/** A local environment has an origin over http, and its egress asks loopback addresses over http. */
function isAskable({ hosts, settings }: DiscoverPorts, { protocol, hostname, port }: URL): Promise<boolean> {
  if (protocol === 'https:' && !port) return hosts.isPublic(hostname);
  const isLocal = new URL(settings.apiOrigin).protocol === 'http:';
  return isLocal && protocol === 'http:' ? hosts.isPrivate(hostname) : Promise.resolve(false);
}

function refused(reason: FieldFault, cause?: unknown): Problem {
  return new Problem('server_refused', { errors: [{ pointer: '/url', reason }], cause });
}

function confirmationOf({ advertised, claimed }: IssuerPair, url: string, cause: unknown): Problem {
  const confirm = { issuer: advertised, resource: url, claimedIssuer: claimed };
  return new Problem('confirmation_needed', { confirm, cause });
}
