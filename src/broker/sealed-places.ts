/** The place that each sealed field is bound to; an envelope opens in no other place. */
import { createHash } from 'node:crypto';
import { ONLY, PARTITION } from '../contract/table.ts';
import { encodeParts } from '../vault/encode-parts.ts';
import type { Place } from '../vault/envelope.ts';
import type { AppKey, ConnectionKey } from './stores.ts';

type SealedPlace = Omit<Place, 'environment'>;

/** The place of a token. It includes the generation, so a token does not open as one of another generation. */
export function tokenPlace(
  { workspaceId, connectionId }: ConnectionKey,
  field: 'sealedAccess' | 'sealedRefresh',
  generation: number,
): SealedPlace {
  return { item: [PARTITION.connection + workspaceId, connectionId], field, generation };
}

/** The place of a consent session's PKCE verifier. */
export function verifierPlace(sessionId: string): SealedPlace {
  return { item: [PARTITION.consentSession + sessionId, ONLY], field: 'sealedVerifier', generation: 0 };
}

/** The place of a BYO app's client secret. */
export function appSecretPlace({ owner, provider, version }: AppKey): SealedPlace {
  return {
    item: [PARTITION.oauthApp + owner, `${provider}#${version}`],
    field: 'sealedSecret',
    generation: 0,
  };
}

/** Hashes the parts that identify a provider account: SHA-256 in base64url. */
export function accountHash(parts: readonly string[]): string {
  return createHash('sha256').update(encodeParts(parts)).digest('base64url');
}
