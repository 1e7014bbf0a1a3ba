/** Every item with sealed attributes, for the rotation of data keys. */
import type { ItemPosition } from '../conditional-records.ts';
import type { AppKey, ConnectionKey, ServerKey } from '../keys.ts';
import type { SegmentPosition } from '../sweep/segment-cursor.ts';

/** One item with sealed attributes. `sealed` holds the envelopes by attribute. */
export type SealedRow = {
  sealed: Record<string, Uint8Array>;
  /** As it is stored: only a user of the row recomputes it. */
  destination: Uint8Array;
} & (
  | { type: 'connection'; key: ConnectionKey; generation: number }
  | { type: 'consentSession'; key: { sessionId: string } }
  | { type: 'oauthApp'; key: AppKey }
  | { type: 'server'; key: ServerKey }
  | { type: 'appPolicy'; key: { workspaceId: string } }
);

/** One page of sealed items. */
export interface SealedPage {
  rows: SealedRow[];
  /** How many items have sealed attributes but are of no known form. */
  unknown: number;
  /** Absent after the last page of the segment. */
  next?: ItemPosition;
}

/** All sealed items of all workspaces. Only the rotation of data keys uses them. */
export interface SealedRows {
  /** One page of a segment, strongly consistent. */
  page(at: SegmentPosition): Promise<SealedPage>;
  /**
   * Replaces exactly the envelopes that were read, and changes nothing else of the item, not even its write id. False:
   * one of them had changed.
   */
  replace(row: SealedRow, sealed: Record<string, Uint8Array>): Promise<boolean>;
}
