/** rotate-data-key: an operator invokes it. It creates a new data key and seals every secret of the table under it. */
import { Duration } from 'aws-cdk-lib';
import { DESTINATION, SEALED_ATTRIBUTES } from '../../src/contract/table.ts';
import { every, naming, ofTypes, RETURNING_NOTHING, SELECTING } from '../storage/table-conditions.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { eventsNotSent, functionErrors, throttled, vaultKeyFailing } from './shared-alarms.ts';

/** The attributes that it may replace in items of others. Beside them it may only read generation and destination. */
const SEALED = [...new Set(Object.values(SEALED_ATTRIBUTES).flat())];

export const rotateDataKey: FunctionDefinition = {
  description: 'Makes a new data key, and seals everything anew under it',
  // No function has a longer timeout: an old data key may be deleted only when no invocation that began before the
  // rotation can still run.
  timeout: Duration.seconds(60),
  memory: 1024,

  grantRights(role, { table, vaultKey, escrow, events }) {
    // A Scan gives IAM no partition keys to compare, but it gives the attributes.
    table.allow(role, ['Scan'], every(naming(['generation', DESTINATION, ...SEALED]), SELECTING));
    const types = ofTypes('connection', 'consentSession', 'oauthApp', 'server', 'appPolicy');
    const resealing = every(types, naming(SEALED));
    table.allow(role, ['UpdateItem'], every(resealing, RETURNING_NOTHING));
    table.allow(role, ['GetItem', 'Query', 'UpdateItem', 'DeleteItem'], ofTypes('dataKey'));
    // Where its sweeps stand, and the mark that rows come back out of a restored table.
    table.allow(role, ['GetItem', 'UpdateItem', 'DeleteItem'], ofTypes('sweep'));
    vaultKey.grantDecryptAndGenerate(role);
    // It keeps an old data key while the escrow holds copies, which may be sealed under that key.
    escrow.grantList(role);
    events.grantPublish(role);
  },

  alarms: (own, context) => [
    // A rotation publishes one event.
    eventsNotSent(own, context, 1),
    functionErrors(own, context),
    vaultKeyFailing(own, context),
    throttled(own, context),
  ],
};
