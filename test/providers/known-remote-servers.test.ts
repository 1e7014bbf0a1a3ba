/**
 * The data about vendors' remote MCP servers: it names no server twice, none that the catalogue has for another kind of token
 * without saying so, and no exception from RFC 8414 that is not dated or that leads to another company (T191).
 * Covers src/providers/remote/known-server.ts, src/providers/remote/known-servers.ts, src/providers/remote/document-servers.ts, src/providers/remote/dynamic-servers.ts, src/providers/remote/closed-servers.ts, src/providers/remote/issuer-exceptions.ts.
 */
import { parse } from 'tldts';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { ISSUER_EXCEPTIONS } from '../../src/providers/remote/issuer-exceptions.ts';
import { KNOWN_SERVERS } from '../../src/providers/remote/known-servers.ts';
import { isRelated } from '../../src/providers/remote/related-issuers.ts';
import { VECTORS } from '../oauth/remote/vendor-vectors.ts';

const DATE = /^2026-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** Written as a URL parser writes it, on the standard port, without anything that is not sent to a server. */
const isPlainHttps = (text: string): boolean => {
  const url = URL.parse(text);
  const { protocol, port, username, password, hash, search } = url ?? {};
  return (
    url?.href === text && protocol === 'https:' && [port, username, password, hash, search].join('') === ''
  );
};
const originOf = (text: string) => new URL(text).origin;
const domainOf = (text: string) => parse(new URL(text).hostname).domain;
const addressesOf = ({ url, otherUrls = [] }: { url: string; otherUrls?: string[] }) => [url, ...otherUrls];
const named = KNOWN_SERVERS.map((server) => [server.id, server] as const);
const catalogueServers = [...CATALOGUE.values()].flatMap(({ servers }) => servers);

describe('the known servers', () => {
  it('are those of the issue, and few', () => {
    const ids = KNOWN_SERVERS.map(({ id }) => id);
    const issue = ['notion', 'linear', 'canva', 'sentry', 'atlassian-rovo', 'figma', 'stripe', 'cloudflare'];
    const lists = ['monday', 'amplitude', 'clickup', 'cal-com', 'square', 'plane'];
    expect(ids).toEqual(expect.arrayContaining([...issue, ...lists]));
    expect(ids.length).toBeLessThanOrEqual(24);
  });

  it('have an id and addresses of their own', () => {
    const ids = [...KNOWN_SERVERS, ...catalogueServers].map(({ id }) => id);
    const addresses = KNOWN_SERVERS.flatMap(addressesOf).map((url) => new URL(url).href);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it.each(named)('%s has an id of the grammar, https addresses and a name', (_, server) => {
    expect(server.id).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
    expect(server.name).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{1,80}$/u);
    expect(addressesOf(server).filter((url) => !isPlainHttps(url))).toEqual([]);
  });

  it.each(named)(
    '%s has an https issuer without a query, at its own origin or domain',
    (_, { url, issuer }) => {
      expect([issuer, `${issuer}/`]).toContain(new URL(issuer).href);
      expect(isPlainHttps(new URL(issuer).href)).toBe(true);
      expect(originOf(issuer) === originOf(url) || domainOf(issuer) === domainOf(url)).toBe(true);
    },
  );

  it.each(named)('%s is a catalogue server’s URL only where it names that server', (_, server) => {
    const same = catalogueServers
      .filter(({ url = '' }) => addressesOf(server).includes(url))
      .map(({ id }) => id);
    expect(same).toEqual(server.besides === undefined ? [] : [server.besides]);
  });

  it.each(named)('%s says whom to ask where nobody gets in alone', (_, { registration, ask }) => {
    const isClosed = ['by-hand', 'refused'].includes(registration);
    expect(ask === undefined ? !isClosed : isPlainHttps(ask)).toBe(true);
  });

  it.each(named)('%s has dated documents, and is sure only where nothing bad is open', (_, { source }) => {
    expect(source.documents.length).toBeGreaterThan(0);
    expect(source.documents.filter((document) => !isPlainHttps(document))).toEqual([]);
    expect(source.checkedOn).toMatch(DATE);
    if (source.confidence !== 'high') expect(source.unsure).not.toHaveLength(0);
  });

  it('have the issuer of the recorded metadata, where there is a record', () => {
    const recorded = KNOWN_SERVERS.flatMap(({ url, issuer }) =>
      VECTORS.filter((vector) => new URL(vector.url).href === url).map(({ expected }) => [issuer, expected]),
    );
    expect(recorded.length).toBeGreaterThanOrEqual(14);
    for (const [issuer, expected] of recorded) expect(expected).toMatchObject({ end: 'connectable', issuer });
  });
});

describe('the exceptions from RFC 8414 section 3.3', () => {
  const pairs = ISSUER_EXCEPTIONS.map((exception) => [exception.advertised, exception] as const);

  it('have one claim for each identifier', () => {
    expect(new Set(pairs.map(([advertised]) => advertised)).size).toBe(pairs.length);
  });

  it.each(pairs)('%s is a pair of two https identifiers', (advertised, { claimed }) => {
    expect(claimed).not.toBe(advertised);
    for (const identifier of [advertised, claimed]) expect(isPlainHttps(new URL(identifier).href)).toBe(true);
  });

  it.each(pairs)('%s is claimed by its own origin or registrable domain', (advertised, { claimed }) => {
    expect(domainOf(claimed)).not.toBeNull();
    // The rule that an admin’s word is held to holds for the list too.
    expect(isRelated({ advertised, claimed }, advertised)).toBe(true);
    expect(originOf(claimed) === originOf(advertised) || domainOf(claimed) === domainOf(advertised)).toBe(
      true,
    );
  });

  it.each(pairs)('%s has a source and its dates in order', (_, exception) => {
    const { source, seenOn, checkedOn, seenRightOn = checkedOn } = exception;
    expect(isPlainHttps(source)).toBe(true);
    for (const date of [seenOn, checkedOn, seenRightOn]) expect(date).toMatch(DATE);
    expect([seenOn, seenRightOn, checkedOn]).toEqual([seenOn, seenRightOn, checkedOn].toSorted());
  });

  const inDocuments = pairs.filter(([, { claimedIn }]) => claimedIn === undefined);
  it.each(inDocuments)('%s is needed by recorded metadata', (advertised, { claimed }) => {
    const needed = VECTORS.filter(
      ({ expected }) => expected.end === 'connectable' && expected.claimed === claimed,
    );
    expect(needed.map(({ expected }) => 'issuer' in expected && expected.issuer)).toContain(advertised);
  });
});
