/**
 * Discovery against the metadata of real vendors, copied from dated public sources. Each end was written down before it was run.
 * Covers src/oauth/remote/discover-server.ts, src/oauth/remote/resource-metadata.ts, src/oauth/remote/authorization-server-metadata.ts, src/providers/remote/issuer-exceptions.ts.
 */
import { describe, expect, it } from 'vitest';
import type { ProviderRequest } from '../../../src/oauth/provider-fetch.ts';
import { discoverServer } from '../../../src/oauth/remote/discover-server.ts';
import { DiscoveryRefused, type IssuerPair } from '../../../src/oauth/remote/discovery-refused.ts';
import { ISSUER_EXCEPTIONS } from '../../../src/providers/remote/issuer-exceptions.ts';
import { VECTORS, type VendorEnd, type VendorVector } from './vendor-vectors.ts';

const isListed = ({ advertised, claimed }: IssuerPair): boolean =>
  ISSUER_EXCEPTIONS.some((known) => known.advertised === advertised && known.claimed === claimed);
const originOf = (url: string) => new URL(url).origin;

/** Answers as the vendor did, and 404 to all else. `asked` has the requests in their order. */
function recorded({ answers }: VendorVector) {
  const asked: string[] = [];
  const fetch = async ({ method, url }: ProviderRequest) => {
    asked.push(url);
    const found = answers.find((answer) => answer.method === method && answer.url === url);
    if (!found) return new Response('', { status: 404 });
    const { status, body } = found;
    const headers = new Headers(found.headers);
    if (typeof body === 'string') return new Response(body, { status, headers });
    headers.set('content-type', 'application/json');
    return new Response(JSON.stringify(body), { status, headers });
  };
  return { asked, fetch };
}

/** The end to which discovery comes, in the words of a vector. */
async function endOf(vector: VendorVector, mayClaim = isListed): Promise<VendorEnd & { asked: string[] }> {
  const { asked, fetch } = recorded(vector);
  try {
    const server = await discoverServer(fetch, vector.url, { mayClaim });
    const isDocument = server.takesDocument && server.clientMethods.includes('none');
    return {
      end: 'connectable',
      registration: isDocument ? 'document' : server.registrationEndpoint ? 'dynamic' : 'by-hand',
      issuer: server.issuer,
      ...(server.claimedIssuer !== undefined && { claimed: server.claimedIssuer }),
      confirmation: originOf(server.issuer) !== originOf(server.resource),
      asked,
    };
  } catch (error) {
    if (!(error instanceof DiscoveryRefused)) throw error;
    return { end: 'refused', problem: error.fault, asked };
  }
}

const named = VECTORS.map((vector) => [vector.file, vector] as const);
const excepted = named.filter(([, { expected }]) => 'claimed' in expected);

describe('the metadata of real vendors', () => {
  it('is that of at least 15, each with a dated source', () => {
    const vendors = new Set(VECTORS.map(({ vendor }) => vendor.split(',')[0]));
    expect(vendors.size).toBeGreaterThanOrEqual(15);
    for (const { file, sources } of VECTORS) {
      expect(sources.length, file).toBeGreaterThan(0);
      for (const { url, seenOn } of sources) expect(`${seenOn} ${url}`).toMatch(/^2026-\d\d-\d\d https:\/\//);
    }
  });

  it.each(named)('%s comes to the end that was written down', async (_, vector) => {
    const { asked, ...end } = await endOf(vector);
    expect(end).toEqual(vector.expected);
  });

  it.each(named)('%s has only the server and its issuer asked, at most seven times', async (_, vector) => {
    const { asked, ...end } = await endOf(vector);
    const issuers = end.end === 'connectable' ? [end.issuer] : advertisedBy(vector);
    const allowed = new Set([vector.url, ...issuers].map(originOf));
    expect(asked.filter((url) => !allowed.has(originOf(url)))).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(7);
  });

  it.each(excepted)('%s is refused without its exception', async (_, vector) => {
    const { asked, ...end } = await endOf(vector, () => false);
    expect(end).toEqual({ end: 'refused', problem: 'issuer_mismatch' });
  });

  it.each(excepted)(
    '%s asks for its own pair, and an exception of others is none for it',
    async (_, vector) => {
      const pairs: IssuerPair[] = [];
      await endOf(vector, (pair) => pairs.push(pair) > 0);
      const { issuer, claimed } = vector.expected as { issuer: string; claimed: string };
      expect(pairs).toEqual([{ advertised: issuer, claimed }]);
      const { asked, ...end } = await endOf(vector, (pair) =>
        isListed({ ...pair, claimed: `${pair.claimed}x` }),
      );
      expect(end).toEqual({ end: 'refused', problem: 'issuer_mismatch' });
    },
  );
});

/** The identifiers in the resource metadata that a vendor was seen to have. */
function advertisedBy({ answers }: VendorVector): string[] {
  const documents = answers.map(({ body }) => body as { authorization_servers?: string[] });
  return documents.flatMap((body) => body.authorization_servers ?? []);
}
