/** The domains of each server that the catalogue knows: nobody else's server shares in them. */
import { getDomain } from 'tldts';
import { KNOWN_SERVERS } from './known-servers.ts';

/** One set for each server: the registrable domains of its address and of its issuer. */
export const KNOWN_DOMAINS: readonly ReadonlySet<string>[] = KNOWN_SERVERS.map(
  ({ url, issuer }) => new Set([url, issuer].flatMap((each) => getDomain(new URL(each).hostname) ?? [])),
);
