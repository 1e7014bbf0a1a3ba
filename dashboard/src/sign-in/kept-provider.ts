/**
 * The metadata of the identity provider (OpenID Connect Discovery 1.0), kept in this tab: it is public, and a reload then asks
 * once less before the page is usable.
 */
import type { OidcMetadata } from 'oidc-client-ts';

const KEY = 'connections.sign-in-service';
/** A provider may move its endpoints. */
const KEPT_FOR = 60 * 60_000;

interface Kept {
  issuer: string;
  until: number;
  metadata: Partial<OidcMetadata>;
}

/** What the library takes as `metadata`, or nothing. */
export function keptProvider(issuer: string): { metadata?: Partial<OidcMetadata> } {
  const kept: Partial<Kept> = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
  const isOurs = kept.issuer === issuer && kept.until !== undefined && kept.until > Date.now();
  return isOurs && kept.metadata ? { metadata: kept.metadata } : {};
}

/** Keeps what `read` brings, which the library has asked for already. */
export async function keepProvider(
  issuer: string,
  read: () => Promise<Partial<OidcMetadata>>,
): Promise<void> {
  if (keptProvider(issuer).metadata) return;
  const metadata = await read().catch(() => undefined);
  if (metadata === undefined) return;
  const kept: Kept = { issuer, until: Date.now() + KEPT_FOR, metadata };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}
