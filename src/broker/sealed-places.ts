/** Where each sealed field of a record belongs; an envelope opens nowhere else. */
import { createHash } from 'node:crypto';
import { ONLY, PARTITION } from '../contract/table.ts';
import { encodeParts } from '../vault/encode-parts.ts';
import type { Place } from '../vault/envelope.ts';
import type { AppKey, ConnectionKey } from './stores.ts';

type SealedPlace = Omit<Place, 'environment'>;

/** Both tokens of a generation are sealed together; neither opens beside a token of another generation. */
export function tokenPlace(
  { workspaceId, connectionId }: ConnectionKey,
  field: 'sealedAccess' | 'sealedRefresh',
  generation: number,
): SealedPlace {
  return { item: [PARTITION.connection + workspaceId, connectionId], field, generation };
}

export function verifierPlace(sessionId: string): SealedPlace {
  return { item: [PARTITION.consentSession + sessionId, ONLY], field: 'sealedVerifier', generation: 0 };
}

export function appSecretPlace({ owner, provider, version }: AppKey): SealedPlace {
  return {
    item: [PARTITION.oauthApp + owner, `${provider}#${version}`],
    field: 'sealedSecret',
    generation: 0,
  };
}

/** Recognises a provider account: within one connection, and across connections that share a grant. */
export function accountHash(parts: readonly string[]): string {
  return createHash('sha256').update(encodeParts(parts)).digest('base64url');
}
