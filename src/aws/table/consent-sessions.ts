/** The store of consent sessions. */
import type { ConsentSessionStore } from '../../broker/stores.ts';
import { consentSessionItem } from './item-keys.ts';
import { records } from './records.ts';
import { CONSENT_SESSION } from './shapes.ts';
import type { Table } from './table.ts';

/** Consent sessions, from start to completion. */
export function consentSessionStore(table: Table): ConsentSessionStore {
  return records(table, consentSessionItem, CONSENT_SESSION);
}
