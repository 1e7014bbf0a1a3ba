/** Everything of a stage that holds or protects data, or carries events. */
import type { Construct } from 'constructs';
import { retentionOf } from '../settings/retention.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import { CallsTable } from './calls-table.ts';
import { CursorKey } from './cursor-key.ts';
import { ConnectionEvents } from './event-bus.ts';
import { PlatformApps } from './platform-apps.ts';
import { RotationEscrow } from './rotation-escrow.ts';
import { BrokerTable } from './table.ts';
import { VaultKey } from './vault-key.ts';

export interface StageStorage {
  readonly table: BrokerTable;
  readonly calls: CallsTable;
  readonly vaultKey: VaultKey;
  readonly cursorKey: CursorKey;
  readonly escrow: RotationEscrow;
  readonly events: ConnectionEvents;
  readonly platformApps: PlatformApps;
}

/** Creates the storage of a stage in a scope. */
export function stageStorage(scope: Construct, settings: StageSettings): StageStorage {
  const { name: stage, deletionProtection = true, pointInTimeRecovery = true } = settings;
  const { removalPolicy } = retentionOf(settings);
  const retained = { removalPolicy, deletionProtection };
  return {
    table: new BrokerTable(scope, 'Table', {
      ...retained,
      pointInTimeRecovery,
      tableName: settings.tableName,
    }),
    calls: new CallsTable(scope, 'Calls', { ...retained, tableName: settings.callsTableName }),
    vaultKey: new VaultKey(scope, 'VaultKey', { stage, removalPolicy, keyArn: settings.vaultKeyArn }),
    cursorKey: new CursorKey(scope, 'CursorKey', { stage, removalPolicy }),
    escrow: new RotationEscrow(scope, 'RotationEscrow', { removalPolicy }),
    events: new ConnectionEvents(scope, 'Events', { stage }),
    platformApps: new PlatformApps(scope, 'PlatformApps', { stage }),
  };
}
