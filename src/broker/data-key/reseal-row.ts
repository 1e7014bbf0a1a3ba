/** One row of a sweep: its envelopes are looked at, and those of older keys are sealed anew. */
import { keyVersionOf } from '../../vault/envelope.ts';
import type { Seal, Vault } from '../../vault/vault.ts';
import { VaultError } from '../../vault/vault-error.ts';
import type { Log } from '../ports.ts';
import { appSecretPlace, tokenPlace, verifierPlace } from '../sealed-places.ts';
import type { SealedRow, SealedRows } from '../stores.ts';

export interface RowPorts {
  vault: Vault;
  seal: Seal;
  /** Of the current key. */
  version: number;
  rows: Pick<SealedRows, 'replace'>;
  /** False: everything is opened instead, whatever its key. */
  writes: boolean;
  log: Log;
}

/** Envelopes: all, those of older keys, and those that did not open. */
export interface RowFound {
  seen: number;
  old: number;
  unopened: number;
}

/**
 * A row that moved on while it was looked at counts as old: its new bytes are for the next sweep. So does one that was
 * sealed anew, since only a sweep that finds nothing proves that there is nothing.
 */
export async function sweepRow(needs: RowPorts, row: SealedRow): Promise<RowFound> {
  const found: RowFound = { seen: 0, old: 0, unopened: 0 };
  const sealed: Record<string, Uint8Array> = {};
  for (const [field, envelope] of Object.entries(row.sealed)) {
    found.seen++;
    try {
      const isOld = keyVersionOf(envelope) !== needs.version;
      if (isOld) found.old++;
      if (!isOld && needs.writes) continue;
      const place = placeOf(row, field);
      const secret = await needs.vault.open(place, envelope);
      if (isOld) sealed[field] = needs.seal(place, secret);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      found.unopened++;
      needs.log.error('envelope_unopened', { ...named(row), reason: error.code, attribute: field });
    }
  }
  if (needs.writes && Object.keys(sealed).length > 0) await needs.rows.replace(row, sealed);
  return found;
}

function placeOf(row: SealedRow, field: string) {
  if (row.type === 'connection')
    return tokenPlace(row.key, field as 'sealedAccess' | 'sealedRefresh', row.generation);
  return row.type === 'oauthApp' ? appSecretPlace(row.key) : verifierPlace(row.key.sessionId);
}

function named(row: SealedRow) {
  if (row.type === 'connection') return row.key;
  if (row.type === 'consentSession') return row.key;
  return { workspaceId: row.key.owner, provider: row.key.provider };
}
