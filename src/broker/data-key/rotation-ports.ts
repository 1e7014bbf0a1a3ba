import type { KeyWrapper } from '../../vault/key-wrapper.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Ports } from '../ports.ts';
import type { DataKeyStore, RestoringStore, SweepCursorStore } from '../stores.ts';
import type { PatiencePorts } from '../sweep/patiently.ts';
import type { SealedRows } from './sealed-rows.ts';

/** The ports of the rotation. */
export interface RotationPorts extends Pick<Ports, 'log' | 'events'>, PatiencePorts {
  environment: string;
  dataKeys: DataKeyStore;
  rows: SealedRows;
  sweepCursors: SweepCursorStore;
  restoring: Pick<RestoringStore, 'read'>;
  wrapper: KeyWrapper;
  /** Makes a vault without cached keys: an earlier vault may take an older key for the current one. */
  openVault: () => Vault;
  /** Whether no tokens wait in the rotation escrow, under any key. */
  isEscrowEmpty: () => Promise<boolean>;
}
