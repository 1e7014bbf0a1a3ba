/** The place that each sealed field is bound to; an envelope opens in no other place. */
import { ONLY, PARTITION } from '../contract/table.ts';
import type { Place } from '../vault/envelope.ts';
import type { AppKey, ConnectionKey, ServerKey, SweepCursorKey } from './stores.ts';

type SealedPlace = Omit<Place, 'environment'>;

/** The place of a token. It opens neither as one of another generation nor beside another destination. */
export function tokenPlace(
  { workspaceId, connectionId }: ConnectionKey,
  field: 'sealedAccess' | 'sealedRefresh',
  { generation, destination }: { generation: number; destination: Uint8Array },
): SealedPlace {
  const item = [PARTITION.connection + workspaceId, connectionId] as const;
  return { item, field, generation, binding: destination };
}

/** The place of a consent session's PKCE verifier. */
export function verifierPlace(sessionId: string, destination: Uint8Array): SealedPlace {
  const item = [PARTITION.consentSession + sessionId, ONLY] as const;
  return { item, field: 'sealedVerifier', generation: 0, binding: destination };
}

/** The place of an app's seal, of a BYO app's client secret, or of a registration access token. */
export function appPlace(
  { owner, provider, version }: AppKey,
  field: 'seal' | 'sealedSecret' | 'sealedRegistration',
  destination: Uint8Array,
): SealedPlace {
  const item = [PARTITION.oauthApp + owner, `${provider}#${version}`] as const;
  return { item, field, generation: 0, binding: destination };
}

/** The place of the seal of a workspace's choice of OAuth apps. */
export function appPolicyPlace(
  { workspaceId }: { workspaceId: string },
  destination: Uint8Array,
): SealedPlace {
  const item = [PARTITION.appPolicy + workspaceId, ONLY] as const;
  return { item, field: 'seal', generation: 0, binding: destination };
}

/** The place of the seal of a workspace's own MCP server. */
export function serverPlace({ workspaceId, serverId }: ServerKey, destination: Uint8Array): SealedPlace {
  return {
    item: [PARTITION.server + workspaceId, serverId],
    field: 'seal',
    generation: 0,
    binding: destination,
  };
}

/** The place of a sweep's cursor. It opens for no other segment, kind or sweep: the binding has what makes a sweep another one. */
export function cursorPlace({ kind, segment }: SweepCursorKey, binding: Uint8Array): SealedPlace {
  const item = [PARTITION.sweep + kind, String(segment)] as const;
  return { item, field: 'cursor', generation: 0, binding };
}

/** The place of the proof of a copy in the escrow. */
export function copyPlace(
  { workspaceId, connectionId }: ConnectionKey,
  generation: number,
  digest: Uint8Array,
): SealedPlace {
  const item = [PARTITION.connection + workspaceId, connectionId] as const;
  return { item, field: 'escrow', generation, binding: digest };
}
