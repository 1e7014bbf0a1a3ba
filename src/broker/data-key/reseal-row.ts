/** One row of a sweep: checks its envelopes, and reseals those of older keys under the current key. */
import { keyVersionOf } from '../../vault/envelope.ts';
import type { Seal, Vault } from '../../vault/vault.ts';
import { VaultError } from '../../vault/vault-error.ts';
import type { Log } from '../ports.ts';
import { appPlace, appPolicyPlace, serverPlace, tokenPlace, verifierPlace } from '../sealed-places.ts';
import type { SealedRow, SealedRows } from './sealed-rows.ts';

/** The ports of one row, and the current key. */
export interface RowPorts {
  vault: Vault;
  seal: Seal;
  /** Version of the current key. */
  version: number;
  rows: Pick<SealedRows, 'replace'>;
  /** False: nothing is written, and the envelopes of every key are opened. */
  writes: boolean;
  log: Log;
}

/** Counts of envelopes: all, those of older keys, and those that did not open. */
export type RowCounts = Record<'seen' | 'old' | 'unopened', number>;
export const NOTHING: Readonly<RowCounts> = { seen: 0, old: 0, unopened: 0 };

/**
 * Checks one row. An envelope that was resealed, or that changed meanwhile, still counts as old: only a sweep that
 * finds no old envelope proves that none exists.
 */
export async function sweepRow(ports: RowPorts, row: SealedRow): Promise<RowCounts> {
  const counts: RowCounts = { ...NOTHING };
  const sealed: Record<string, Uint8Array> = {};
  for (const [field, envelope] of Object.entries(row.sealed)) {
    counts.seen++;
    try {
      const isOld = keyVersionOf(envelope) !== ports.version;
      if (isOld) counts.old++;
      if (!isOld && ports.writes) continue;
      const place = placeOf(row, field);
      const secret = await ports.vault.open(place, envelope);
      if (isOld) sealed[field] = ports.seal(place, secret);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      counts.unopened++;
      ports.log.error('envelope_unopened', { ...logFieldsOf(row), reason: error.code, attribute: field });
    }
  }
  if (ports.writes && Object.keys(sealed).length > 0) await ports.rows.replace(row, sealed);
  return counts;
}

/** With the destination as it is stored: a row that was edited does not open here either. */
function placeOf(row: SealedRow, field: string) {
  const { destination } = row;
  switch (row.type) {
    case 'connection':
      return tokenPlace(row.key, field as 'sealedAccess' | 'sealedRefresh', { ...row, destination });
    case 'consentSession':
      return verifierPlace(row.key.sessionId, destination);
    case 'oauthApp':
      return appPlace(row.key, field as 'seal' | 'sealedSecret', destination);
    case 'server':
      return serverPlace(row.key, destination);
    case 'appPolicy':
      return appPolicyPlace(row.key, destination);
  }
}

function logFieldsOf(row: SealedRow) {
  switch (row.type) {
    case 'oauthApp':
      return { workspaceId: row.key.owner, provider: row.key.provider };
    case 'server':
      return { workspaceId: row.key.workspaceId, server: row.key.serverId };
    default:
      return row.key;
  }
}
